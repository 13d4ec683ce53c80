import { isRecord } from '../../core/json-reader.js';
import type { Logger } from '../../core/logger.js';
import { inLanguage, type InLanguage } from './by-language.js';
import type { ConversationHost } from './conversation-host.js';
import { languageOf } from './spoken-language.js';

export type PageTextsHost = Pick<ConversationHost, 'lang' | 'localizer' | 'microphoneLanguage' | 'remarks'> & {
  createLogger(): Logger;
};

/** What was complained of last, by element and setting: some are read with each update. */
const complainedOf = new WeakMap<PageTextsHost, Map<string, unknown>>();

interface PageText<Value> {
  /** Of the attribute. */
  name: string;
  given: unknown;
  isRight: (value: unknown) => value is Value;
  /** What it should be, for a page that gives something else, which is not used. */
  expected: string;
}

const LOOKS_LIKE_JSON = /^\s*[[{]\s*["\]}]/;

/** What a page gives to be said, in the language of the visitor: as it is, or by language; as a property, or as JSON in an attribute. */
export function inVisitorsLanguage<Value>(
  host: PageTextsHost,
  { name, given, isRight, expected }: PageText<Value>,
): InLanguage<Value> | undefined {
  if (given === null || given === undefined) return undefined;
  const language = languageOf(host);
  const value = readJson(given);
  const chosen = isRecord(value) ? inLanguage(value, language) : { language, value };
  if (chosen && isRight(chosen.value)) return { language: chosen.language, value: chosen.value };
  const complaints = complainedOf.get(host) ?? new Map<string, unknown>();
  if (complaints.get(name) !== given) host.createLogger().error(`${name} is not used: it should be ${expected}.`);
  complainedOf.set(host, complaints.set(name, given));
  return undefined;
}

/** Undefined for what looks like JSON and is none. */
function readJson(given: unknown): unknown {
  if (typeof given !== 'string' || !LOOKS_LIKE_JSON.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
