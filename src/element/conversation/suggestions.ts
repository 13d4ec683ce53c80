import { isRecord } from '../../core/json-reader.js';
import type { Suggestions } from '../../core/speech/reply-pieces.js';
import { inLanguage, type InLanguage } from './by-language.js';
import type { ConversationHost } from './conversation-host.js';
import { inVisitorsLanguage, type PageTextsHost } from './page-texts.js';
import { languageOf } from './spoken-language.js';

/** As many as a backend may suggest. */
const MOST = 6;

interface SuggestingHost extends PageTextsHost {
  /** The page's own. */
  readonly suggestions: Suggestions | string | null;
}

/** What the visitor may want to say next: as the last answer suggests, else as the page does. */
export function suggestionsOf(host: SuggestingHost): InLanguage<readonly string[]> {
  const language = languageOf(host);
  const { remarks, suggestions } = host;
  const chosen = remarks.suggestions
    ? inLanguage(remarks.suggestions, language)
    : inVisitorsLanguage(host, {
        name: 'suggestions',
        given: suggestions,
        isRight: (value) => Array.isArray(value),
        expected: 'a list of texts, or lists by language, such as {"en": ["How much?"], "de": ["Wie viel?"]}',
      });
  return { language: chosen?.language ?? language, value: textsIn(chosen?.value) };
}

/** The suggestions in what a backend gives; what is no text is left out. */
export function suggestionsIn(value: unknown): Suggestions {
  if (!isRecord(value)) return textsIn(value);
  return Object.fromEntries(Object.entries(value).map(([language, texts]) => [language, textsIn(texts)]));
}

/** @param suggestions Undefined where a new answer is waited for. */
export function suggest(host: ConversationHost, suggestions: Suggestions | undefined): void {
  // A list is in the language of the answer that it comes with, also where the visitor goes on in another one.
  host.remarks.suggestions = isList(suggestions) ? { [languageOf(host)]: suggestions } : suggestions;
  host.requestUpdate();
}

function textsIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((one): one is string => typeof one === 'string').map((one) => one.trim());
  return texts.filter((text) => text !== '').slice(0, MOST);
}

function isList(suggestions: Suggestions | undefined): suggestions is readonly string[] {
  return Array.isArray(suggestions);
}
