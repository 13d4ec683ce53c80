import { html, nothing, type TemplateResult } from 'lit';

import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';

export { enOfExtensions as texts } from '../i18n/en-extensions.js';

/** The keys of texts without parameters. */
export type TextKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

/** For the attribute `lang` of what shows a text, or is named by it. */
export const langOf = (localizer: Localizer, key: TextKey): unknown => localizer.langOf(key) ?? nothing;

/** A text, in the language that it is in. */
export const textOf = (localizer: Localizer, key: TextKey, name = ''): TemplateResult =>
  html`<span class=${name} lang=${langOf(localizer, key)}>${localizer.term(key)}</span>`;
