import { untilLoaded } from '../../core/until-loaded.js';
import { english } from './english.js';
import { languagesFor } from './language-tag.js';
import { LANGUAGES } from './languages.js';
import type { Messages, Translation } from './messages.js';
import { updateTexts } from './shown-hosts.js';

/** Those of the page, which go before ours. */
export const ofPage = new Map<string, Translation>();

/** Null while one is loaded. */
const ours = new Map<string, Partial<Messages> | null>([['en', english]]);

/**
 * The texts in a language, the best first; none where only English can stand in for it. What is missing is loaded, and all
 * elements are updated when it is there.
 */
export function translationsFor(tag: string, onFailure: (error: unknown) => void): readonly Partial<Messages>[] {
  const languages = languagesFor(tag);
  for (const language of languages) load(language, onFailure);
  return [ofPage, ours].flatMap((known) => languages.flatMap((language) => known.get(language) ?? []));
}

function load(language: string, onFailure: (error: unknown) => void): void {
  if (ours.has(language)) return;
  ours.set(language, null);
  const file = LANGUAGES[language];
  if (!file) return;
  void untilLoaded(file, { onFailure }).then((module) => {
    for (const messages of Object.values(module)) ours.set(language, messages);
    updateTexts();
  });
}
