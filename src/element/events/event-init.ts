/** All events of the element bubble and leave shadow roots, so that a page can listen at any ancestor. */
export const LEAVES_SHADOW_ROOTS: EventInit = { bubbles: true, composed: true };
