import type { ByLanguage } from '../../core/speech/reply-pieces.js';
import { languagesFor } from '../i18n/language-tag.js';

/** What serves a language best, and the tag that the page gave it. */
export interface InLanguage<Value> {
  language: string;
  value: Value;
}

/**
 * What is meant for a language: for exactly this one, else for the same without its region, else for another region's, else the first.
 * Undefined where there is nothing at all.
 */
export function inLanguage<Value>(given: ByLanguage<Value>, wanted: string): InLanguage<Value> | undefined {
  const all = Object.entries(given).map(([language, value]) => ({ language, value, tags: languagesFor(language) }));
  const tags = languagesFor(wanted);
  const best =
    tags.flatMap((tag) => all.find((one) => one.tags[0] === tag) ?? []).at(0) ??
    all.find((one) => one.tags.length > 0 && one.tags.at(-1) === tags.at(-1)) ??
    all[0];
  return best && { language: best.language, value: best.value };
}
