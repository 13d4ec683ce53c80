import { AvatarError } from '../errors.js';
import { isRecord } from '../json-reader.js';
import { isLanguageTag } from '../language-tag.js';
import { textBytes } from '../text-bytes.js';
import type { SpeechInput } from './speech-input.js';

/** Something for the page to do while the words around it are heard. */
export interface ActionPiece {
  /** Its name: 1 to 48 letters, digits, hyphens and underscores, the first a letter. */
  action: string;
  /** What to do it with: an object of at most 4096 bytes of JSON. */
  args?: Readonly<Record<string, unknown>> | undefined;
  /** Whether what comes of it is told to the `reply` hook of the backend, as another message. Default false. */
  wantsResult?: boolean | undefined;
}

/** Something for each of several languages, by their tags (BCP 47), such as `de` or `pt-BR`. */
export type ByLanguage<Value> = Readonly<Record<string, Value>>;

/** What a visitor may want to say next: at most six texts, of at most 120 characters each, or such a list for each language. */
export type Suggestions = readonly string[] | ByLanguage<readonly string[]>;

/** What a visitor may want to say next. */
export interface SuggestionsPiece {
  suggestions: Suggestions;
}

/** What an answer has besides its words. */
export type ReplyExtra = ActionPiece | SuggestionsPiece;

/** An answer to a visitor: words to say, and in a stream of them, what the page is to do and what may be said next. */
export type ReplyInput = SpeechInput | AsyncIterable<string | ReplyExtra>;

/** What actions are called. As tools of a model they have a prefix more, and 64 letters are what models take. */
export const ACTION_NAME = /^[a-z][\w-]{0,47}$/i;

/** Of the arguments of one action, in bytes of JSON. */
export const LARGEST_ARGS = 4096;

/** So many actions of one answer are carried out. */
export const MOST_ACTIONS = 16;

const MOST_SUGGESTIONS = 6;
const LONGEST_SUGGESTION = 120;
const MOST_LANGUAGES = 50;

/** Takes what is not to be said out of an answer, and tells it in its place between the words. */
export function withoutExtras(input: ReplyInput, onExtra: (extra: ReplyExtra) => void): SpeechInput {
  // A stream and a response have words alone.
  if (typeof input !== 'object' || 'getReader' in input || !(Symbol.asyncIterator in input)) return input;
  const words: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => {
      const pieces = input[Symbol.asyncIterator]();
      return {
        next: async () => {
          for (;;) {
            const next: IteratorResult<unknown, unknown> = await pieces.next();
            if (next.done === true) return { done: true, value: undefined };
            if (!isRecord(next.value)) return { value: next.value as string };
            onExtra(readExtra(next.value));
          }
        },
        return: async () => {
          await pieces.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
  return words;
}

/** @throws {AvatarError} `INVALID_INPUT` */
export function readExtra(value: Readonly<Record<string, unknown>>): ReplyExtra {
  if (value['suggestions'] !== undefined) return { suggestions: readSuggestions(value['suggestions']) };
  const { action, args, wantsResult } = value;
  if (typeof action !== 'string' || !ACTION_NAME.test(action))
    throw invalid('an action is named by 1 to 48 letters, digits, hyphens and underscores');
  if (args !== undefined && (!isRecord(args) || !(textBytes(JSON.stringify(args)) <= LARGEST_ARGS)))
    throw invalid(`the args of ${action} are an object of at most ${LARGEST_ARGS} bytes of JSON`);
  return { action, args: args ?? {}, ...(wantsResult === true ? { wantsResult } : {}) };
}

/** @throws {AvatarError} `INVALID_INPUT` */
export function readSuggestions(value: unknown): Suggestions {
  if (!isRecord(value)) return readTexts(value);
  const languages = Object.entries(value);
  if (languages.length > MOST_LANGUAGES || !languages.every(([language]) => isLanguageTag(language)))
    throw invalid(`suggestions by language are for at most ${MOST_LANGUAGES} tags, such as de or pt-BR`);
  return Object.fromEntries(languages.map(([language, texts]) => [language, readTexts(texts)]));
}

function readTexts(value: unknown): string[] {
  const isRight =
    Array.isArray(value) &&
    value.length <= MOST_SUGGESTIONS &&
    value.every((one) => typeof one === 'string' && one.trim() !== '' && one.length <= LONGEST_SUGGESTION);
  if (!isRight)
    throw invalid(
      `suggestions are a list of at most ${MOST_SUGGESTIONS} texts of 1 to ${LONGEST_SUGGESTION} characters`,
    );
  return (value as string[]).map((one) => one.trim());
}

function invalid(rule: string): AvatarError {
  return new AvatarError('INVALID_INPUT', `A reply yields texts, { action, args } and { suggestions }: ${rule}.`);
}
