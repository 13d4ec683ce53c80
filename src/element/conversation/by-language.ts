import type { ByLanguage } from '../../core/speech/reply-pieces.js';
import { languagesFor } from '../i18n/language-tag.js';

/** What serves a language best, and the tag that the page gave it. */
export interface InLanguage<Value> {
  language: string;
  value: Value;
}

/** Of some tags the one for exactly this language, else for the same without its region, else for another region's. */
export function bestTag(tags: readonly string[], wanted: string): string | undefined {
  const all = tags.map((tag) => ({ tag, shorts: languagesFor(tag) }));
  const shorts = languagesFor(wanted);
  const best =
    shorts.flatMap((short) => all.find((one) => one.shorts[0] === short) ?? []).at(0) ??
    all.find((one) => one.shorts.length > 0 && one.shorts.at(-1) === shorts.at(-1));
  return best?.tag;
}

/** What is meant for a language: by {@link bestTag}, else the first. Undefined where there is nothing at all. */
export function inLanguage<Value>(given: ByLanguage<Value>, wanted: string): InLanguage<Value> | undefined {
  const [first] = Object.keys(given);
  const language = bestTag(Object.keys(given), wanted) ?? first;
  if (language === undefined) return undefined;
  return { language, value: given[language] as Value };
}
