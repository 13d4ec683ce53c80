import type { Logger } from '../../../core/logger.js';
import { languagesFor } from '../../i18n/language-tag.js';

/** A language to choose. */
export interface OfferedLanguage {
  tag: string;
  /** Its name in itself. */
  name: string;
}

/** What a page offers to choose from: tags with spaces or commas between them, or a list. Wrong ones are left out, with a word in the log. */
export function readLanguages(given: unknown, logger: Logger): readonly OfferedLanguage[] {
  const words: readonly unknown[] =
    typeof given === 'string' ? given.split(/[\s,]+/).filter(Boolean) : Array.isArray(given) ? given : [given];
  const isTag = (word: unknown): word is string => typeof word === 'string' && languagesFor(word).length > 0;
  const wrong = words.filter((word) => !isTag(word));
  if (wrong.length > 0)
    logger.error(
      `languages cannot have ${wrong.map(String).join(', ')}: it should be language tags, such as "en de pt-BR". The others are offered.`,
    );
  return [...new Set(words.filter(isTag))].map(languageNamed);
}

/** A language with its name as menus have it: with a capital letter, where it has those. */
export function languageNamed(tag: string): OfferedLanguage {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  const [first = ''] = name;
  return { tag, name: first.toLocaleUpperCase(tag) + name.slice(first.length) };
}
