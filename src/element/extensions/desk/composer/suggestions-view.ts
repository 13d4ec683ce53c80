import { html, nothing, type TemplateResult } from 'lit';

import type { InLanguage } from '../../../conversation/by-language.js';
import type { Localizer } from '../../../i18n/localizer.js';
import { langOf } from '../../text-of.js';

export interface SuggestionsView {
  localizer: Localizer;
  suggestions: InLanguage<readonly string[]>;
  /** The page has slotted its own. */
  isSlotted: boolean;
  onChoose: (text: string) => void;
}

/**
 * What the visitor may say next.
 *
 * @csspart suggestions - What the visitor may say next, above the composer.
 * @csspart suggestion-button - Says one of them.
 * @slot suggestions - In place of the buttons that say what the visitor may want to say, such as `<button command="--ask">`.
 */
export const suggestionsView = (view: SuggestionsView): TemplateResult | typeof nothing => {
  const { localizer, suggestions, isSlotted, onChoose } = view;
  if (suggestions.value.length === 0 && !isSlotted) return nothing;
  const choose = (text: string) => (): void => onChoose(text);
  return html`<div
    class="suggestions"
    part="suggestions"
    role="group"
    aria-label=${localizer.term('suggestions')}
    lang=${langOf(localizer, 'suggestions')}
  >
    <slot name="suggestions"
      >${suggestions.value.map(
        (text) =>
          html`<button
            type="button"
            part="button suggestion-button"
            lang=${suggestions.language}
            dir="auto"
            @click=${choose(text)}
          >
            ${text}
          </button>`,
      )}</slot
    >
  </div>`;
};
