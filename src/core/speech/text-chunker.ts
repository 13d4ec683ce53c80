import {
  CLAUSE_END,
  WORD_END,
  bordersAfter,
  isSentenceWhole,
  segmentsOf,
  sentenceBorders,
} from './sentence-borders.js';

/** The service takes longer texts, but a shorter request is spoken sooner and dropped more cleanly. In characters. */
export const LONGEST_CHUNK = 600;

/** A first sentence that is longer than this is begun at a clause, in characters; without a clause, at a word past twice that. */
const LONG_FIRST = 60;

/** A clause that is shorter would sound chopped, in characters. */
const SHORTEST_CLAUSE = 20;

/** A complete text no longer than this is sent as one request, in characters. */
const SHORT_TEXT = 120;

/** While more is coming, shorter chunks after the first wait for it: fewer requests, and speech that flows. In characters. */
const WORTH_SENDING = 40;

/** As much of the text is looked at, in characters: what follows a border decides whether it is one. */
const HORIZON = 2 * LONGEST_CHUNK;

const SAYABLE = /[\p{L}\p{N}]/u;

export interface TextChunk {
  /** Empty where it only ends a text of which everything was taken before. */
  text: string;
  /** Nothing follows. */
  isFinal: boolean;
}

/**
 * How the source of a text does: `busy` while it writes, `slow` where it has been writing for long, `quiet` where nothing has
 * come for a moment, `stalled` where nothing has come for long.
 */
export type Pace = 'busy' | 'slow' | 'quiet' | 'stalled';

/**
 * Cuts a text that may still be coming into chunks to say, at the borders of sentences: the first one early, so that the
 * avatar begins soon, later ones larger. What is not taken yet grows into the next chunk. While the source writes, something to
 * say is kept back, so that the last chunk can be marked as such; once it is quiet, a whole sentence goes, and an empty chunk
 * marks the end.
 *
 * White space stays as it is, because the service puts the chunks of a turn together again.
 */
export class TextChunker {
  #text = '';
  #isFirst = true;
  #isEnded = false;
  #isFinalTaken = false;
  /** Where there was no chunk yet: nothing is looked for again, at the same pace, before the text has grown by an eighth. */
  #tried: { pace: Pace; enough: number } | undefined;

  /** Adds what has come. */
  push(text: string): void {
    this.#text += text;
  }

  /** Nothing more comes. */
  end(): void {
    this.#isEnded = true;
    this.#text = this.#text.trimEnd();
  }

  /** The next chunk; undefined where there is none, or none yet. */
  take(pace: Pace = 'busy'): TextChunk | undefined {
    if (this.#tried?.pace === pace && this.#text.length < this.#tried.enough && !this.#isEnded) return undefined;
    const length = this.#lengthToTake(pace);
    const isFinal = this.#isEnded && length === this.#text.length;
    const isEndToMark = isFinal && !this.#isFirst && !this.#isFinalTaken;
    this.#tried = length === 0 ? { pace, enough: this.#text.length * 1.125 } : undefined;
    if (length === 0 && !isEndToMark) return undefined;
    const text = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    this.#isFirst = false;
    this.#isFinalTaken = isFinal;
    return { text, isFinal };
  }

  #lengthToTake(pace: Pace): number {
    // A gap this long is a mistake, and its parts would be empty requests.
    if (this.#text.trimStart().length + LONGEST_CHUNK / 2 < this.#text.length) this.#text = this.#text.trimStart();
    const { length } = this.#text;
    if (this.#text.trim() === '') return 0;
    if (this.#isEnded && length <= (this.#isFirst ? SHORT_TEXT : LONGEST_CHUNK)) return length;
    const head = this.#text.slice(0, HORIZON);
    const sentences = sentenceBorders(head);
    const isBorder = (border: number): boolean => this.#isBorder(border);
    const first = this.#isFirst ? sentences.find(isBorder) : undefined;
    if (first) return first;
    const last = sentences.reverse().find(isBorder) ?? 0;
    if (this.#text.trimEnd().length > LONGEST_CHUNK) return last || cutLong(head);
    if (this.#isEnded) return this.#isFirst ? this.#beginningOfSentence(head) || length : length;
    if (isWhole(head, pace) && SAYABLE.test(head)) return length;
    if (this.#isFirst) return this.#beginningOfSentence(head);
    return last >= WORTH_SENDING || pace !== 'busy' ? last : 0;
  }

  /** A first sentence that is long does not have to be waited for. */
  #beginningOfSentence(head: string): number {
    if (head.length <= LONG_FIRST) return 0;
    const clauses = bordersAfter(CLAUSE_END, head).filter((border) => border >= SHORTEST_CLAUSE);
    const clause = clauses.find((border) => this.#isBorder(border));
    if (clause !== undefined || head.length <= 2 * LONG_FIRST) return clause ?? 0;
    return (
      bordersAfter(WORD_END, head)
        .filter((border) => border <= 2 * LONG_FIRST && this.#isBorder(border))
        .at(-1) ?? 0
    );
  }

  /** Whether there is something to say on both sides. */
  #isBorder(border: number): boolean {
    const [before, after] = [this.#text.slice(0, border), this.#text.slice(border, border + HORIZON)];
    return border <= LONGEST_CHUNK && SAYABLE.test(before) && SAYABLE.test(after);
  }
}

/** A text in pieces that each fit into a request; together they are the text. */
export function splitLongText(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.trimEnd().length > LONGEST_CHUNK) {
    const head = rest.slice(0, HORIZON);
    const length =
      sentenceBorders(head)
        .filter((border) => border <= LONGEST_CHUNK)
        .at(-1) ?? cutLong(head);
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  const sayable = [...pieces, rest].filter((piece) => piece.trim() !== '');
  return sayable.length > 0 ? sayable : [text];
}

/** Whether a text ends with a sentence, as far as can be told while nothing more comes. */
function isWhole(text: string, pace: Pace): boolean {
  return (pace === 'quiet' || pace === 'stalled') && isSentenceWhole(text, { isDoubtful: pace === 'stalled' });
}

/** A sentence that is longer than a request ends at its last clause or word that fits, a word without end at a character. */
function cutLong(text: string): number {
  const fits = (border: number): boolean => border <= LONGEST_CHUNK && text.slice(0, border).trim() !== '';
  const clause = bordersAfter(CLAUSE_END, text).filter(fits).at(-1) ?? 0;
  if (clause >= LONGEST_CHUNK / 2) return clause;
  const word = bordersAfter(WORD_END, text).filter(fits).at(-1);
  if (word !== undefined) return word;
  for (const granularity of ['word', 'grapheme'] as const) {
    const start = segmentsOf(text, granularity)?.containing(LONGEST_CHUNK)?.index ?? 0;
    if (fits(start)) return start;
  }
  return /[\uD800-\uDBFF]/.test(text.charAt(LONGEST_CHUNK - 1)) ? LONGEST_CHUNK - 1 : LONGEST_CHUNK;
}
