/**
 * How much longer than a Latin letter a character of these takes to say: a syllable or a word by itself, a consonant that brings
 * its vowel, a number that is read out.
 */
const SLOW: readonly (readonly [RegExp, number])[] = [
  [/\p{Script=Han}/gu, 3],
  [/\p{Script=Hangul}/gu, 2.2],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 1.2],
  [/[\p{Script=Arabic}\p{Script=Hebrew}]/gu, 0.6],
  [/[\p{Script=Thai}\p{Script=Devanagari}]/gu, 0.3],
  [/\d/g, 3],
];

/** A voice rests between clauses and sentences: for as long as so many letters take. */
export const CLAUSE_REST = 1;
export const SENTENCE_REST = 5;

const CLAUSE_MARK = /[,;:–—،؛、，；：]/gu;
const SENTENCE_MARK = /[.!?…؟](?=\s|$)|[。！？｡।॥]/gu;

/** How much there is to say, in letters. */
export function speechLengthOf(text: string): number {
  const letters = SLOW.reduce((sum, [what, more]) => sum + more * countOf(what, text), text.trim().length);
  return letters + CLAUSE_REST * countOf(CLAUSE_MARK, text) + SENTENCE_REST * countOf(SENTENCE_MARK, text);
}

function countOf(what: RegExp, text: string): number {
  return text.match(what)?.length ?? 0;
}
