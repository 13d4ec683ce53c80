import type { ByLanguage } from '../../core/speech/reply-pieces.js';
import type { Remarks } from '../avatar-state.js';
import { inVisitorsLanguage, type PageTextsHost } from './page-texts.js';

/** What is said first: a text, or one for each language. */
export type Greeting = string | ByLanguage<string>;

/** Whether a visitor who can choose the language is known to have chosen one, or none: what is said before would be in another. */
export function isLanguageKnown({
  languages,
  remarks,
}: {
  readonly languages: unknown;
  readonly remarks: Remarks;
}): boolean {
  return languages === null || remarks.language !== undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The greeting in the language of the visitor; empty where there is none. */
export function greetingOf(host: PageTextsHost & { readonly greeting: Greeting | null }): string {
  const greeting = inVisitorsLanguage(host, {
    name: 'greeting',
    given: host.greeting,
    isRight: isText,
    expected: 'a text, or texts by language, such as {"en": "Hello!", "de": "Hallo!"}',
  });
  return greeting?.value.trim() ?? '';
}
