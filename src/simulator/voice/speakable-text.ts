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
  [/。/gu, '. '],
  [/、/gu, ', '],
  [/⁄/gu, '/'],
  [/°/gu, ' degrees '],
  [/\s*&\s*/gu, ' and '],
  [/(?<=\S)@(?=\S)/gu, ' at '],
  [/#(?=\d)/gu, 'number '],
  [/\+/gu, ' plus '],
  [/(?<=[\w\s])=(?=[\w\s])/gu, ' equals '],
  [/(?<=[\w\s])×(?=[\w\s])/gu, ' times '],
];

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
 * Diacritics are dropped, common symbols become words, and what has no English sound (emoji, markup, other scripts) is
 * left out. Blank lines stay, as they end a sentence. Empty where nothing is left to say.
 */
export function speakableText(text: string): string {
  const letters = apply(LETTERS, apply(BEFORE_DECOMPOSITION, text.normalize('NFC')).normalize('NFKD'));
  // White space is collapsed before the rules that look across it, so that they stay linear in the text's length.
  const words = apply([...CURRENCIES, ...SYMBOLS, ...UNSPEAKABLE], withSingleSpaces(letters));
  const speakable = apply(TIDYING, withSingleSpaces(words)).trim();
  return /[A-Za-z0-9]/u.test(speakable) ? speakable : '';
}

function apply(rules: readonly Rule[], text: string): string {
  return rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

function withSingleSpaces(text: string): string {
  return text.replace(/\s+/gu, (space) => (space.split('\n').length > 2 ? '\n\n' : ' '));
}
