import anyAscii from 'any-ascii';

type Rule = readonly [pattern: RegExp, replacement: string];

/** What Unicode's own decomposition would garble. */
const BEFORE_DECOMPOSITION: readonly Rule[] = [
  [/[©®™℠]/gu, ''],
  [/´/gu, "'"],
  [/²/gu, ' squared'],
  [/³/gu, ' cubed'],
  [/(?<=\d)(?=[¼-¾⅐-⅞])/gu, ' '],
];

/** Letters that no decomposition turns into ASCII. */
const LETTERS: readonly Rule[] = Object.entries({
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
}).map(([letter, ascii]) => [new RegExp(letter, 'gu'), ascii]);

const CURRENCIES: readonly Rule[] = Object.entries({
  '€': 'euros',
  '£': 'pounds',
  '¥': 'yen',
  '₪': 'shekels',
}).flatMap(([sign, name]): Rule[] => [
  [new RegExp(`${sign}\\s?(\\d+(?:[.,]\\d+)*)`, 'gu'), `$1 ${name}`],
  [new RegExp(sign, 'gu'), ` ${name} `],
]);

const SYMBOLS: readonly Rule[] = [
  [/\bhttps?:\/\//giu, ''],
  [/[‘’‚‛′]/gu, "'"],
  [/[“”„‟″«»]/gu, '"'],
  [/(?<=\d)\s?[–—]\s?(?=\d)/gu, ' to '],
  [/\s*[–—―]\s*/gu, ', '],
  [/[‐‑‒−]/gu, '-'],
  [/[。।॥]/gu, '. '],
  [/[、،]/gu, ', '],
  [/؟/gu, '? '],
  [/؛/gu, '; '],
  [/⁄/gu, '/'],
  [/°/gu, ' degrees '],
  [/\s*&\s*/gu, ' and '],
  [/(?<=\S)@(?=\S)/gu, ' at '],
  [/#(?=\d)/gu, 'number '],
  [/\+/gu, ' plus '],
  [/(?<=[\w\s])=(?=[\w\s])/gu, ' equals '],
  [/(?<=[\w\s])×(?=[\w\s])/gu, ' times '],
];

/** Letters of other scripts, with their marks. */
const OTHER_SCRIPTS = /[^\p{Script=Latin}\P{L}]\p{M}*|[^\p{ASCII}\P{N}]/gu;
/** A syllable by itself. */
const SYLLABLE = /[\p{Script=Han}\p{Script=Hangul}]/u;
/** Scripts that write no short vowels, or none for the commonest one: without any, the engine would spell. */
const CONSONANT =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}]$/u;
/** Of Thai and Lao, with the consonant that is said before it. */
const LEADING_VOWEL = /([เ-ไເ-ໄ])([ก-ฮກ-ຮ])/gu;
/** A word that would be spelled, as the first and the last of its sounds. */
const VOWELLESS = /^([b-df-hj-np-tv-xz]+?)((?:ng|[b-df-hj-np-tv-xz]))$/;
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

const UNSPEAKABLE: readonly Rule[] = [
  // Soft hyphens, joiners and direction marks stand inside words.
  [/[\p{M}\p{Cf}]/gu, ''],
  [/[^A-Za-z0-9\s.,;:!?'"()$%/-]/gu, ' '],
];

/** A longer word is none, and costs the speech engine time and memory out of all proportion. */
const LONGEST_WORD = 40;

const TIDYING: readonly Rule[] = [
  // "Bonjour !" ends a sentence as "Bonjour!" does.
  [/\s(?=[.,;:!?]+(?:\s|$))/gu, ''],
  // Long runs of punctuation crash the speech engine.
  [/([^\w\s])\1+/gu, '$1'],
  [/([.,;:!?]{2})[.,;:!?]+/gu, '$1'],
  [new RegExp(`(\\S{${LONGEST_WORD}})(?=\\S)`, 'gu'), '$1 '],
];

/**
 * The same text in what an English speech engine reads: ASCII letters, digits and punctuation.
 *
 * Diacritics are dropped, common symbols become words, other scripts are read as they are written in Latin letters, and what
 * has no sound (emoji, markup) is left out. Blank lines stay, as they end a sentence. Empty where nothing is left to say.
 */
export function speakableText(text: string): string {
  const latin = apply(BEFORE_DECOMPOSITION, text.normalize('NFC'))
    .replace(UNSPACED, wordsOf)
    .replace(OTHER_SCRIPTS, inLatinLetters);
  const letters = apply(LETTERS, latin.normalize('NFKD'));
  // White space is collapsed before the rules that look across it, so that they stay linear in the text's length.
  const words = apply([...CURRENCIES, ...SYMBOLS, ...UNSPEAKABLE], withSingleSpaces(letters));
  const speakable = withCapitals(apply(TIDYING, withSingleSpaces(words)).trim());
  return /[A-Za-z0-9]/u.test(speakable) ? speakable : '';
}

function inLatinLetters(letter: string): string {
  const latin = anyAscii(letter).toLowerCase();
  if (SYLLABLE.test(letter)) return `${latin} `;
  return CONSONANT.test(letter) && /[^aeiou']$/.test(latin) ? `${latin}a` : latin;
}

/** The engine hears a sentence end where the next one begins with a capital, which most scripts have none of. */
function withCapitals(text: string): string {
  return text.replace(/(?<=[.!?]["')]*\s)[a-z]/gu, (letter) => letter.toUpperCase());
}

function wordsOf(text: string): string {
  return [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)]
    .map(({ segment }) =>
      segment.replace(LEADING_VOWEL, '$2$1').replace(OTHER_SCRIPTS, inLatinLetters).replace(VOWELLESS, '$1o$2'),
    )
    .join(' ');
}

function apply(rules: readonly Rule[], text: string): string {
  return rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

function withSingleSpaces(text: string): string {
  return text.replace(/\s+/gu, (space) => (space.split('\n').length > 2 ? '\n\n' : ' '));
}
