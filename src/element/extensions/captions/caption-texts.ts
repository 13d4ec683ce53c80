import {
  CLAUSE_END,
  WORD_END,
  bordersAfter,
  segmentsOf,
  sentenceBorders,
} from '../../../core/speech/sentence-borders.js';

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

/** Scripts that put no spaces between their words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** What is seen as one letter, for browsers that cannot tell: flags, letters with their marks, joined emoji. */
const GRAPHEME = /\r\n|(?:\p{RI}{2}|[^])(?:[\p{M}\p{Emoji_Modifier}\u{e0020}-\u{e007f}]|\u200d[^]?)*/gu;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

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

function cutSentence(text: string, from: number, to: number): CaptionText[] {
  const pieces: CaptionText[] = [];
  let width = widthOf(text.slice(from, to).trim());
  while (from < to) {
    const end = width <= LONGEST ? to : from + lengthToCut(text.slice(from, to), width);
    const cut = text.slice(from, end);
    const piece = cut.trim().replace(/\s+/g, ' ');
    if (piece) pieces.push({ text: piece, from, to: end, endsSentence: end === to });
    width -= widthOf(cut.trimStart());
    from = end;
  }
  return pieces;
}

/**
 * Pieces of about the same length read best.
 * @param width The whole sentence's. No more of it is looked at than where its next piece may end.
 */
function lengthToCut(sentence: string, width: number, horizon = 2 * LONGEST): number {
  const share = width / Math.ceil(width / LONGEST);
  const head = sentence.slice(0, horizon);
  const widths = widthsWithin(head);
  const distance = (border: number): number => Math.abs((widths[border] ?? Infinity) - share);
  const nearest = (borders: number[]): number | undefined =>
    borders
      .filter((border) => border < head.length && (widths[head.slice(0, border).trimEnd().length] ?? 0) <= LONGEST)
      .sort((a, b) => distance(a) - distance(b))[0];
  const near = (borders: number[]): number | undefined => nearest(borders.filter((it) => distance(it) <= share / 2));
  const spaces = bordersAfter(WORD_END, head);
  const known = near(bordersAfter(CLAUSE_END, head)) ?? near(spaces) ?? near(wordsWithin(head)) ?? nearest(spaces);
  if (known !== undefined) return known;
  // A word without end, or what no browser can tell the words of.
  const letters = lettersWithin(head);
  const letter = nearest(letters) ?? letters.find((border) => border < head.length);
  if (letter !== undefined) return letter;
  return head.length < sentence.length ? lengthToCut(sentence, width, 2 * horizon) : sentence.length;
}

/** Where words begin that no space is before; not before a mark, with which no line begins. */
function wordsWithin(text: string): number[] {
  if (!UNSPACED.test(text)) return [];
  return Array.from(segmentsOf(text, 'word') ?? [])
    .filter(({ index, isWordLike, segment }) => index > 0 && isWordLike && UNSPACED.test(segment))
    .map(({ index }) => index);
}

/** Where letters end, as they are seen. */
function lettersWithin(text: string): number[] {
  const segments = segmentsOf(text, 'grapheme');
  return segments ? Array.from(segments, ({ index, segment }) => index + segment.length) : bordersAfter(GRAPHEME, text);
}

/** How wide a text is up to each of its characters. */
function widthsWithin(text: string): number[] {
  const widths = [0];
  for (const character of text) {
    const before = widths.at(-1) ?? 0;
    if (character.length === 2) widths.push(before + 1);
    widths.push(before + widthOf(character));
  }
  return widths;
}

function widthOf(text: string): number {
  return text.length + countOf(WIDE, text);
}

function countOf(what: RegExp, text: string): number {
  return text.match(what)?.length ?? 0;
}
