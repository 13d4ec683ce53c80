import { html, nothing, type TemplateResult } from 'lit';

export interface CaptionsView {
  /** Undefined where nothing is said, or captions are off. */
  text: string | undefined;
  /** Whether the element draws them, not the browser. */
  isOverlay: boolean;
}

/**
 * The live region is for those who read by a screen reader or a braille display, and only while captions are on: else it would
 * talk over the avatar, which is heard. It stays in the page, for a region that comes together with its text is not read.
 */
export const captionsView = ({ text, isOverlay }: CaptionsView): TemplateResult =>
  html`<div class="captions-live" aria-live="polite" aria-atomic="true">${text ?? nothing}</div>
    ${
      isOverlay && text
        ? html`<div class="captions" part="captions" aria-hidden="true"><span dir="auto">${text}</span></div>`
        : nothing
    }`;
