import { html, nothing, type TemplateResult } from 'lit';

export interface CaptionsView {
  /** Undefined where nothing is said, or captions are off. */
  text: string | undefined;
  /** Whether screen readers are told. */
  isAnnounced: boolean;
  /** Whether the element draws them: not the browser, and not the page. */
  isOverlay: boolean;
  /** What the page has put in the place of the captions was changed. */
  onSlotChange: (event: Event) => void;
}

/**
 * The live region is for those who read by a screen reader or a braille display, and only while captions are on: else it would
 * talk over the avatar, which is heard. It stays in the page, for a region that comes together with its text is not read. What
 * is drawn, also by the page, is for eyes alone, so that nothing is read twice.
 */
export const captionsView = ({ text, isAnnounced, isOverlay, onSlotChange }: CaptionsView): TemplateResult =>
  html`<div class="unseen" aria-live="polite" aria-atomic="true">${isAnnounced ? (text ?? nothing) : nothing}</div>
    ${
      isOverlay && text
        ? html`<div class="captions" part="captions" aria-hidden="true"><span dir="auto">${text}</span></div>`
        : nothing
    }
    <slot name="captions" class="captions" aria-hidden="true" ?hidden=${!text} @slotchange=${onSlotChange}></slot>`;
