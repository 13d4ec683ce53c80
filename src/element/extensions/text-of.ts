import { html, nothing, type TemplateResult } from 'lit';

import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';
import type { AvatarHost } from './extension.js';

export { enOfExtensions as texts } from '../i18n/en-extensions.js';

/** The keys of texts without parameters. */
export type TextKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

/** For the attribute `lang` of what shows a text, or is named by it. */
export const langOf = (localizer: Localizer, key: TextKey): unknown => localizer.langOf(key) ?? nothing;

/** A text, in the language that it is in. */
export const textOf = (localizer: Localizer, key: TextKey, name = ''): TemplateResult =>
  html`<span class=${name} lang=${langOf(localizer, key)}>${localizer.term(key)}</span>`;

/** What the avatar is called: by the page, or else by its backend; undefined where neither says so. */
export const nameOf = ({ label, knownName }: Pick<AvatarHost, 'label' | 'knownName'>): string | undefined =>
  label ?? knownName;

/** That one talks to an AI, in the page's words or the element's own; undefined where the page says it itself. */
export function disclosureOf({
  disclosure,
  localizer,
}: Pick<AvatarHost, 'disclosure' | 'localizer'>): string | undefined {
  if (disclosure === 'off') return undefined;
  const isOwn = disclosure !== null && disclosure.trim() !== '';
  return isOwn ? disclosure : localizer.term('disclosureNote');
}
