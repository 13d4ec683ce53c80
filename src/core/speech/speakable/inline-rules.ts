/** HTML that a model may write; anything else in angle brackets is text, such as `List<String>` or `x<y and y>z`. */
const HTML_NAMES = new Set(
  (
    'a abbr b big blockquote body br center cite code dd del details div dl dt em figure figcaption font h1 h2 h3 h4 h5 h6 ' +
    'head hr html i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th ' +
    'thead tr tt u ul var answer response output result final final_answer speak voice citation cite source'
  ).split(' '),
);
const BREAKS = new Set('blockquote br dd div dt h1 h2 h3 h4 h5 h6 hr li p pre summary td th tr'.split(' '));

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  deg: '°',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  copy: '©',
  reg: '®',
  trade: '™',
  rarr: '→',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
};

/** What stands in the text for something else: how long it is, in UTF-16 units, and what is said in its place. */
export interface Replacement {
  length: number;
  said: string;
}

/** Undefined where it is no entity. */
export function entityAt(text: string, at: number): Replacement | undefined {
  const [whole, name = '', decimal, hex] = matchAt(/&(?:([a-z]{2,8})|#(\d{1,7})|#x([\da-f]{1,6}));/iy, text, at) ?? [];
  if (whole === undefined) return undefined;
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  const said = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : fromCode(code);
  return said === undefined ? undefined : { length: whole.length, said };
}

function fromCode(code: number): string | undefined {
  const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

/** A tag, a comment or an address in angle brackets; `open` where one has begun; undefined where it is text. */
export function angleAt(text: string, at: number): Replacement | 'open' | undefined {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    return end === -1 ? 'open' : { length: end + 3 - at, said: '' };
  }
  const [address, url = ''] = matchAt(/<((?:https?:\/\/|mailto:)[^\s<>]{1,500})>/iy, text, at) ?? [];
  if (address !== undefined) return { length: address.length, said: hostOf(url) };
  const [mail, inner = ''] = matchAt(/<([^\s<>@]{1,64}@[^\s<>@]{1,200})>/y, text, at) ?? [];
  if (mail !== undefined) return { length: mail.length, said: inner };
  const [tag, slash, name = ''] = matchAt(/<(\/?)([a-z][a-z\d_]*)(?:\s[^<>]{0,500})?\s*\/?>/iy, text, at) ?? [];
  if (tag === undefined) {
    const [begin, wanted = ''] = matchAt(/<\/?([a-z][a-z\d_]*)\s[^<>]{0,500}$/iy, text, at) ?? [];
    return begin !== undefined && HTML_NAMES.has(wanted.toLowerCase()) ? 'open' : undefined;
  }
  const kind = name.toLowerCase();
  if (!slash && (kind === 'script' || kind === 'style')) {
    const end = text.toLowerCase().indexOf(`</${kind}>`, at);
    return end === -1 ? 'open' : { length: end + kind.length + 3 - at, said: '' };
  }
  if (!HTML_NAMES.has(kind)) return undefined;
  return { length: tag.length, said: BREAKS.has(kind) ? '\n' : '' };
}

/** A formula; `open` where one has begun; undefined where it is a price or other text. */
export function formulaAt(text: string, at: number): { length: number; formula: string } | 'open' | undefined {
  for (const [begin, end] of [
    ['$$', '$$'],
    ['\\[', '\\]'],
    ['\\(', '\\)'],
  ] as const) {
    if (!text.startsWith(begin, at)) continue;
    const close = text.indexOf(end, at + 2);
    if (close === -1) return 'open';
    return { length: close + 2 - at, formula: text.slice(at + 2, close) };
  }
  // Like Pandoc, and more careful: two prices in a sentence are no formula.
  const [whole, formula = ''] = matchAt(/\$([^\s$](?:[^$\n]{0,200}[^\s$\\])?)\$(?!\d)/y, text, at) ?? [];
  const isFormula =
    /[\\^_={}]/.test(formula) ||
    /^[a-zA-Z](?:\([a-zA-Z]\))?$/.test(formula) ||
    /^[a-zA-Z\d]+ ?[+*/<>-] ?[a-zA-Z\d]+$/.test(formula);
  return whole !== undefined && isFormula && !/[.!?] /.test(formula) ? { length: whole.length, formula } : undefined;
}

/** Citations and the marks of tools: `[1]`, `[^note]`, `【4:0†source】`. Undefined where it is text. */
export function citationAt(text: string, at: number, before: string): Replacement | undefined {
  const isAttached = /\S/.test(before);
  const [mark] =
    matchAt(
      /\[\^[^\]\s]{1,40}\]|\[\d{1,3}(?:†[^\]]{0,80})?\](?![([])|【\d+(?::\d+)?(?:†[^】]{0,200})?】|【[^】]{0,100}†[^】]{0,100}】/y,
      text,
      at,
    ) ??
    (isAttached ? matchAt(/\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){1,9}\]|(?:\[\d{1,3}\]){2,9}/y, text, at) : undefined) ??
    matchAt(/(?:\[\d{1,3}\]){2,9}/y, text, at) ??
    [];
  // `[0]` is an index: citations are counted from one.
  return mark === undefined || mark.startsWith('[0') ? undefined : { length: mark.length, said: '' };
}

/** A bare address, of which the host is said. */
export function urlAt(text: string, at: number): Replacement | undefined {
  const [whole] = matchAt(/(?:https?:\/\/|www\.)[^\s<>"`“”\u3000-\u303f\uff01-\uff5e]{2,}/iy, text, at) ?? [];
  if (whole === undefined) return undefined;
  let url = whole.replace(/[.,;:!?*_~'’]+$/, '');
  // As in prose: (see https://example.com/a)
  while (url.endsWith(')') && url.split(')').length > url.split('(').length)
    url = url.slice(0, -1).replace(/[.,;:!?*_~]+$/, '');
  return { length: url.length, said: hostOf(url) };
}

function hostOf(url: string): string {
  return url
    .replace(/^mailto:/i, '')
    .replace(/^https?:\/\/(?:[^/?#@]*@)?/i, '')
    .replace(/^www\./i, '')
    .replace(/[/?#].*$/s, '');
}

/** Emoji, whole sequences of them, and characters for private use, in which models hide marks of their own. */
const EMOJI =
  /(?:[\u{1f1e6}-\u{1f1ff}]{2}|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|(?=[\u2600-\u27bf])\p{Emoji})[\p{Variation_Selector}\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\p{Variation_Selector}\p{Emoji_Modifier}]*)*|[\p{Variation_Selector}\p{Emoji_Modifier}\u{e0020}-\u{e007f}]|\u20e3)+|\ue200[^\ue200\ue201]{0,300}\ue201|[\ue000-\uf8ff]/uy;

export function emojiAt(text: string, at: number): number {
  return matchAt(EMOJI, text, at)?.[0].length ?? 0;
}

/** @param pattern Sticky. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
