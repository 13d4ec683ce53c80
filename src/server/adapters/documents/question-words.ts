/** Words of English that questions of all kinds have, and that say nothing about what is asked. */
const STOP_WORDS = new Set(
  `a about all am an and any anything are as at be been but by can cannot cant could did do does doesnt doing dont for from get
  give go good got great had has have having here how i id if ill im in into is isnt it its itself ive just kind know let lets like may me
  mean might mine more must my need no not of on one onto or our out please really same shall should so some somebody
  someone something sort such tell than thank that thats the their them then there these they thing things this those to too
  up us very want wants was way we well were what whats when where wheres which who whom whose why will with without wont
  would yes you your yours youre`.split(/\s+/),
);

/** What is longer is none, and costs time. */
const LONGEST_WORD = 40;

/** The words of a text in lower case, without accents. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word.length <= LONGEST_WORD);
}

/** A word as it is looked for: without its English ending. */
export function stemOf(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  const single = withoutPlural(word);
  const base = single.replace(/(?<=[aeiouy].*[a-z]|[a-z]{3})(?:ing|ed|ly|ation|ment)$/, '');
  const short = base.length >= 3 ? base : single;
  // "stopp" of stopping, "pric" of price and pricing.
  const undoubled = short === single ? short : short.replace(/([bdgkmnprtvz])\1$/, '$1');
  return undoubled.length > 4 ? undoubled.replace(/e$/, '') : undoubled;
}

function withoutPlural(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return /[^suix]s$/.test(word) ? word.slice(0, -1) : word;
}

/** What a question, or a text, is about: its stems without the stop words; all of its words where there is nothing else. */
export function stemsOf(text: string): string[] {
  const words = wordsOf(text);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).map(stemOf);
}
