import type { ReactiveControllerHost } from 'lit';

/** The elements that are on a page now. */
export const shownHosts = new Set<ReactiveControllerHost>();

/** Updates all elements: there are other texts. */
export function updateTexts(): void {
  for (const host of shownHosts) host.requestUpdate();
}
