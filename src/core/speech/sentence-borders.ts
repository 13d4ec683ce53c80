/** Full stops that end no sentence: those of titles and the like, of initials (also “U.S.” and “e.g.”), of the numbers of a list. */
const ABBREVIATION =
  /(?:^|[\s(“"'])(?:(?:[dm]rs?|dra|ms|mmes?|mlles?|prof|st|sta|jr|sra?|vs|gen|col|sgt|capt|lt|rev|inc|ltd|corp|dept|approx|bzw|ca|vgl|ggf|et al|(?:\p{L}\.)*\p{L})\.|\d{1,2}\.)\s*$/iu;

/** Those that would be words in another case, or in another language: of English, German, French, Spanish, and Italian. */
const CASED_ABBREVIATION = new RegExp(
  `(?:^|[\\s(“"'«])(?:${[
    ...['Gov', 'Sen', 'Rep', 'Pres', 'Hon', 'Mts?', 'Ft', 'Maj', 'Cmdr', 'Adm', 'Messrs', 'Bros'],
    ...[
      'Fa',
      'Hrn?',
      'Frl',
      'Dipl',
      'Ing',
      'Mio',
      'Mrd',
      'Hbf',
      'inkl',
      'exkl',
      'zzgl',
      'abzgl',
      'evtl',
      'bzgl',
      'sog',
    ],
    ...['MM', 'Mgr', 'av', 'bd', 'boul', 'env', 'p\\.\\s?ex'],
    ...['EE', 'UU', 'Dña', 'D[ªa]', 'Avd?a?', 'Uds?', 'Vds?', 'Ilm[oa]', 'Exc?m[oa]'],
    ...['[Ss]igg?', '[Ss]ig\\.ra', '[Dd]ott', '[Dd]ott\\.ssa', '[Aa]vv'],
  ].join('|')})\\.\\s*$`,
  'u',
);

/** These are followed by a number: “No. 5”, “Jan. 3”, but “No. I do not.” */
const BEFORE_NUMBER =
  /(?:^|[\s(]|\p{L}(?=str\.))(?:no|nos|nr|fig|vol|p|pp|ch|art|sec|est|max|min|abb|kap|bd|abs|tab|ziff|anm|tel|str|n[úu]m|p[áa]g|cap|chap|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$/iu;

/** The end of a quote that has a space before it, as in French. */
const SPACED_QUOTE_END = /^»(?=[\s.,;:!?]|$)/;

/** The longest of them, and what is before, in characters. */
const LONGEST_ABBREVIATION = 20;

const CLOSING = `["'”’»)\\]」』）】]*`;
const SENTENCE_END = new RegExp(`[.!?…؟।॥]+${CLOSING}\\s+|[。！？｡]+${CLOSING}\\s*|\\n+`, 'gu');
/** Scripts with spaces have one after each sentence; what has none is inside an address, a number or a word. */
const ENDS_SENTENCE = new RegExp(`(?:\\s|[。！？｡]${CLOSING})$`, 'u');
const LOOKS_WHOLE = new RegExp(`(?:[.!?…؟।॥。！？｡]${CLOSING}(?:\\s»)?\\s*|\\n\\s*)$`, 'u');
/** A word that may go on after its last dot or mark: an address or a number. */
const OPEN_WORD = /(?:\d|[.:/@]\S*)[.!?…]$/u;

/** For {@link bordersAfter}: where clauses and words end. */
export const CLAUSE_END = /[,;:–—…،؛]["'”’)\]]*\s+|[、，；：]/gu;
export const WORD_END = /\s+/gu;

function isAbbreviated(end: string): boolean {
  return ABBREVIATION.test(end) || CASED_ABBREVIATION.test(end);
}

/** Where sentences end, as far as can be told: the last one may still go on. */
export function sentenceBorders(text: string): number[] {
  const segments = segmentsOf(text, 'sentence');
  const borders = segments ? Array.from(segments, ({ index }) => index) : bordersAfter(SENTENCE_END, text);
  return borders.filter((border) => {
    if (border === 0 || border >= text.length || /\p{Ll}/u.test(text.charAt(border))) return false;
    const end = text.slice(Math.max(0, border - LONGEST_ABBREVIATION), border);
    if (!ENDS_SENTENCE.test(end) || isAbbreviated(end) || SPACED_QUOTE_END.test(text.slice(border, border + 2)))
      return false;
    return !(BEFORE_NUMBER.test(end) && /\d/.test(text.charAt(border)));
  });
}

/**
 * Whether a text, which may go on, ends with a sentence.
 * @param isDoubtful Whether an abbreviation or an address counts, too: “at 9 a.m.” may be the end.
 */
export function isSentenceWhole(text: string, { isDoubtful }: { isDoubtful: boolean }): boolean {
  const end = text.slice(-HORIZON);
  if (!LOOKS_WHOLE.test(end)) return false;
  return isDoubtful || !(isAbbreviated(end) || BEFORE_NUMBER.test(end) || OPEN_WORD.test(end));
}

/** A longer word is no address to wait for the rest of, in characters. */
const HORIZON = 200;

export function bordersAfter(end: RegExp, text: string): number[] {
  return [...text.matchAll(end)].map(({ index, 0: { length } }) => index + length);
}

type Granularity = 'sentence' | 'word' | 'grapheme';

/** Making one costs more than it does to use it. */
const segmenters: Partial<Record<Granularity, Intl.Segmenter>> = {};

/** Undefined in browsers that cannot tell. */
export function segmentsOf(text: string, granularity: Granularity): Intl.Segments | undefined {
  if (!('Segmenter' in Intl)) return undefined;
  return (segmenters[granularity] ??= new Intl.Segmenter(undefined, { granularity })).segment(text);
}
