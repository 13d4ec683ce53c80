import { sentenceBorders } from '../../../core/speech/sentence-borders.js';

/** A piece of what is said that is shown at once. */
export interface CaptionText {
  readonly text: string;
  /** Where it is in the whole, in characters. */
  readonly from: number;
  readonly to: number;
  /** Whether a sentence ends with it: voices rest there. */
  readonly endsSentence: boolean;
}

/** Two lines, in Latin letters. */
const LONGEST = 80;

/** A sentence as short as an exclamation is gone before it is read: it is shown with the next one. */
const SHORTEST = 14;

const CLAUSE_END = /[,;:–—…]["'”’)\]]*\s+|[、，；：]/gu;
const WORD_END = /\s+/gu;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const DIGIT = /\d/g;
const CLAUSE_MARK = /[,;:–—、，；：]/gu;
const SENTENCE_MARK = /[.!?…](?=\s|$)|[。！？｡]/gu;

/** Cuts a text into captions: a sentence each, a long one at its clauses or words, the shortest together with the next. */
export function splitCaptions(text: string): CaptionText[] {
  const borders = [0, ...sentenceBorders(text), text.length];
  const captions: CaptionText[] = [];
  let from = 0;
  for (const [i, border] of borders.entries()) {
    const next = borders[i + 1];
    const isShort = widthOf(text.slice(from, border)) < SHORTEST;
    if (isShort && next !== undefined && widthOf(text.slice(from, next)) <= LONGEST) continue;
    captions.push(...cutSentence(text, from, border));
    from = border;
  }
  return captions;
}

/** How much there is to say, in letters: a number is read out, and a voice rests between clauses and sentences. */
export function speechLengthOf(text: string): number {
  return (
    text.trim().length +
    2 * countOf(WIDE, text) +
    3 * countOf(DIGIT, text) +
    countOf(CLAUSE_MARK, text) +
    5 * countOf(SENTENCE_MARK, text)
  );
}

function cutSentence(text: string, from: number, to: number): CaptionText[] {
  const pieces: CaptionText[] = [];
  while (from < to) {
    const sentence = text.slice(from, to);
    const length = lengthToCut(sentence);
    const piece = sentence.slice(0, length).trim().replace(/\s+/g, ' ');
    if (piece) pieces.push({ text: piece, from, to: from + length, endsSentence: from + length === to });
    from += length;
  }
  return pieces;
}

/** Pieces of about the same length read best. */
function lengthToCut(sentence: string): number {
  const width = widthOf(sentence.trim());
  if (width <= LONGEST) return sentence.length;
  const share = width / Math.ceil(width / LONGEST);
  const fits = (border: number): boolean => widthOf(sentence.slice(0, border).trimEnd()) <= LONGEST;
  const distance = (border: number): number => Math.abs(widthOf(sentence.slice(0, border)) - share);
  const nearest = (end: RegExp): number | undefined =>
    [...sentence.matchAll(end)]
      .map(({ index, 0: { length } }) => index + length)
      .filter((border) => border < sentence.length && fits(border))
      .sort((a, b) => distance(a) - distance(b))[0];
  const clause = nearest(CLAUSE_END);
  if (clause !== undefined && distance(clause) <= share / 2) return clause;
  return nearest(WORD_END) ?? lengthOfLetters(sentence, share);
}

/** Of a language that puts no spaces between its words, or of a word without end. */
function lengthOfLetters(sentence: string, share: number): number {
  let length = 0;
  for (const letter of sentence) {
    if (widthOf(sentence.slice(0, length)) >= share) break;
    length += letter.length;
  }
  return length;
}

function widthOf(text: string): number {
  return text.length + countOf(WIDE, text);
}

function countOf(what: RegExp, text: string): number {
  return text.match(what)?.length ?? 0;
}
