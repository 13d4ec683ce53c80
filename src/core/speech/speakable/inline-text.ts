import { EmphasisPairs, readRun, type MarkRun } from './emphasis.js';
import { angleAt, citationAt, emojiAt, entityAt, formulaAt, matchAt, urlAt } from './inline-rules.js';
import { readableMath } from './math.js';
import type { WrittenLink } from './text-links.js';

/** Stands before what follows a word without a space: the space was that of something left out. */
export const NO_SPACE_BEFORE = '\b';

/** Where something other than plain text may begin. */
const SPECIAL =
  /[\\`*_~=[\]!<&$【]|(?<![\p{L}\p{M}\p{N}_@/.-])(?:https?:\/\/|www\.)|[\p{Emoji_Presentation}\p{Extended_Pictographic}\u2600-\u27bf\u{1f1e6}-\u{1f1ff}\p{Emoji_Modifier}\p{Variation_Selector}\ue000-\uf8ff]|\u20e3/giu;
const ESCAPED = /\\([!"#$%&'()*+,\-./:;<=>?@[\]^_`{|}~])/y;
const RUN = /(\*+|_+|~+|=+)/y;
/** What a link's text is followed by: its address, which may hold brackets in pairs. */
const TARGET =
  /\(\s*(?:<[^<>\n]{0,1000}>|(?:[^\s()]|\([^\s()]{0,200}\)){0,1000})(?:\s+(?:"[^"]{0,300}"|'[^']{0,300}'|\([^()]{0,300}\)))?\s*\)/y;
const TARGET_BEGIN = /\([^)\n]{0,1000}$/y;

/**
 * Makes a line of Markdown plain text, in one pass: emphasis, links, code, formulas, HTML, citations, emoji and addresses.
 * @param before The character before it.
 * @param isEnd Whether what is still open stays so. Otherwise undefined is given where something is.
 */
export function inlineText(text: string, before: string, isEnd: boolean): PlainText | undefined {
  const reader = new InlineReader(text, before, isEnd);
  return reader.read();
}

export interface PlainText {
  text: string;
  links: readonly WrittenLink[];
}

/** What was made between two places is the words of a link. */
interface LinkPlace {
  begin: number;
  end: number;
  address: string;
}

interface Bracket {
  /** Where it stands in what was made. */
  index: number;
  /** Where the text in it begins. */
  at: number;
  isImage: boolean;
}

/** The one that ends here, also where it is a pair of surrogates. */
export function lastCharacter(text: string, end: number): string {
  return Array.from(text.slice(Math.max(0, end - 2), end)).at(-1) ?? '';
}

class InlineReader {
  readonly #text: string;
  readonly #before: string;
  readonly #isEnd: boolean;
  readonly #out: (string | MarkRun)[] = [];
  readonly #emphasis = new EmphasisPairs();
  readonly #brackets: Bracket[] = [];
  readonly #links: LinkPlace[] = [];
  #at = 0;
  #isOpen = false;

  constructor(text: string, before: string, isEnd: boolean) {
    this.#text = text;
    this.#before = before;
    this.#isEnd = isEnd;
  }

  read(): PlainText | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      SPECIAL.lastIndex = this.#at;
      const next = SPECIAL.exec(text)?.index ?? text.length;
      if (next > this.#at) this.#out.push(text.slice(this.#at, next));
      this.#at = next;
      if (next < text.length) this.#readSpecial();
      if (this.#isOpen && !this.#isEnd) return undefined;
    }
    if (!this.#isEnd && (this.#emphasis.isOpen || this.#brackets.length > 0)) return undefined;
    this.#emphasis.end();
    const links = this.#links.map(({ begin, end, address }) => ({ text: this.#made(begin, end), address }));
    return { text: this.#made(0), links };
  }

  #made(begin: number, end?: number): string {
    const parts = this.#out.slice(begin, end);
    return parts.map((part) => (typeof part === 'string' ? part : part.mark.repeat(part.left))).join('');
  }

  #readSpecial(): void {
    const [text, at] = [this.#text, this.#at];
    const character = text.charAt(at);
    if (character === '\\') this.#readBackslash();
    else if (character === '`') this.#readCode();
    else if (/[*_~=]/.test(character)) this.#readRun();
    else if (character === '[' || character === '【') this.#readBracket(false);
    else if (character === ']') this.#closeBracket();
    else if (character === '!') this.#readExclamation();
    else if (character === '<') this.#replaceAddress(angleAt(text, at), /^<(https?:[^>]*)>$/i);
    else if (character === '&') this.#replace(entityAt(text, at));
    else if (character === '$') this.#readFormula();
    else if (/[hw]/i.test(character))
      this.#replaceAddress(
        /[\p{L}\p{M}\p{N}_@/.-]/u.test(this.#characterBefore()) ? undefined : urlAt(text, at),
        /^(.*)$/s,
      );
    else this.#readEmoji();
  }

  #take(length: number, said: string): void {
    this.#at += length;
    if (said !== '') this.#out.push(said);
  }

  /** As {@link #take}; where nothing is said, the space around it is said once, and none before a stop. */
  #drop(length: number): void {
    this.#at += length;
    const rest = this.#text.slice(this.#at, this.#at + 8);
    const last = this.#out.at(-1);
    const lastCharacter = typeof last === 'string' ? last.slice(-1) : last === undefined ? this.#before : '*';
    if (!/^\s?$/.test(lastCharacter)) return;
    if (this.#out.length === 0 && /^[.,;:!?)]/.test(rest)) this.#out.push(NO_SPACE_BEFORE);
    else if (/^[^\S\n]/.test(rest)) this.#at += rest.length - rest.replace(/^[^\S\n]+/, '').length;
    else if (/^[.,;:!?)]/.test(rest) && typeof last === 'string') this.#out[this.#out.length - 1] = last.trimEnd();
  }

  #replace(found: { length: number; said: string } | 'open' | undefined): void {
    if (found === 'open') {
      this.#isOpen = true;
      // What breaks off in a tag is left out.
      if (this.#isEnd) this.#at = this.#text.length;
    } else if (found === undefined) this.#take(1, this.#text.charAt(this.#at));
    else if (found.said === '') this.#drop(found.length);
    else this.#take(found.length, found.said);
  }

  /** @param address Finds the address in what is replaced, where it is one. */
  #replaceAddress(found: { length: number; said: string } | 'open' | undefined, address: RegExp): void {
    if (typeof found === 'object') {
      const [, url] = address.exec(this.#text.slice(this.#at, this.#at + found.length)) ?? [];
      if (url !== undefined) this.#links.push({ begin: this.#out.length, end: this.#out.length + 1, address: url });
    }
    this.#replace(found);
  }

  #readBackslash(): void {
    const formula = /^\\[([]/.test(this.#text.slice(this.#at, this.#at + 2))
      ? formulaAt(this.#text, this.#at)
      : undefined;
    if (formula !== undefined) {
      this.#readFormula();
      return;
    }
    const [, escaped] = matchAt(ESCAPED, this.#text, this.#at) ?? [];
    if (escaped === undefined) this.#take(1, this.#text.startsWith('\\\n', this.#at) ? '' : '\\');
    else this.#take(2, escaped);
  }

  #readFormula(): void {
    const found = formulaAt(this.#text, this.#at);
    if (found === 'open') {
      this.#isOpen = true;
      this.#take(2, '');
    } else if (found) this.#take(found.length, readableMath(found.formula));
    else this.#take(1, this.#text.charAt(this.#at));
  }

  #readCode(): void {
    const [ticks = '`'] = matchAt(/`+/y, this.#text, this.#at) ?? [];
    const start = this.#at + ticks.length;
    let end = this.#text.indexOf(ticks, start);
    while (end !== -1 && this.#text.charAt(end + ticks.length) === '`') {
      const [longer = ''] = matchAt(/`+/y, this.#text, end) ?? [];
      end = this.#text.indexOf(ticks, end + longer.length);
    }
    if (end === -1) {
      this.#isOpen = true;
      // Ticks that are never closed are quotes, or break off.
      this.#take(ticks.length, ticks === '`' && /\S/.test(this.#text.charAt(start)) && this.#isAfterWord() ? '`' : '');
      return;
    }
    const code = this.#text.slice(start, end).replace(/^ (.*\S.*) $/s, '$1');
    this.#take(end + ticks.length - this.#at, code);
  }

  #isAfterWord(): boolean {
    return /[\p{L}\p{N}]/u.test(this.#characterBefore());
  }

  #characterBefore(): string {
    return this.#at === 0 ? this.#before : lastCharacter(this.#text, this.#at);
  }

  #readRun(): void {
    const [marks = '*'] = matchAt(RUN, this.#text, this.#at) ?? [];
    const after = this.#text.slice(this.#at + marks.length, this.#at + marks.length + 1);
    const run = readRun(marks.charAt(0), marks.length, this.#characterBefore(), after);
    this.#at += marks.length;
    this.#emphasis.add(run);
    this.#out.push(run);
  }

  #readExclamation(): void {
    if (this.#text.charAt(this.#at + 1) === '[') {
      this.#at += 1;
      this.#readBracket(true);
    } else this.#take(1, '!');
  }

  #readBracket(isImage: boolean): void {
    const citation = isImage ? undefined : citationAt(this.#text, this.#at, this.#characterBefore());
    if (citation) {
      this.#drop(citation.length);
      return;
    }
    const character = this.#text.charAt(this.#at);
    if (character === '[') this.#brackets.push({ index: this.#out.length, at: this.#at + 1, isImage });
    this.#take(1, isImage ? '![' : character);
  }

  #closeBracket(): void {
    const bracket = this.#brackets.pop();
    const after = this.#at + 1;
    const [target] =
      bracket && this.#text.charAt(after) === '('
        ? (matchAt(TARGET, this.#text, after) ?? [])
        : bracket && this.#text.charAt(after) === '['
          ? (matchAt(/\[[^\][]{0,100}\]/y, this.#text, after) ?? [])
          : [];
    if (bracket && target !== undefined) {
      this.#out[bracket.index] = '';
      if (!bracket.isImage) {
        const address = addressIn(target) ?? `[${this.#text.slice(bracket.at, this.#at)}]`;
        this.#links.push({ begin: bracket.index, end: this.#out.length, address });
      }
      this.#at = after + target.length;
      return;
    }
    if (bracket && matchAt(TARGET_BEGIN, this.#text, after)) {
      this.#isOpen = true;
      if (!this.#isEnd) return;
      // A link that breaks off in its address.
      this.#out[bracket.index] = '';
      this.#at = this.#text.length;
      return;
    }
    this.#take(1, ']');
  }

  #readEmoji(): void {
    const length = emojiAt(this.#text, this.#at);
    if (length > 0) this.#drop(length);
    else {
      const [character = ''] = this.#text.slice(this.#at, this.#at + 2);
      this.#take(character.length, character);
    }
  }
}

/** The address in `(<address> "title")`, or the `[name]` that stands for one; undefined where that is empty. */
function addressIn(target: string): string | undefined {
  if (target.startsWith('[')) return target === '[]' ? undefined : target;
  const [, angled, bare = ''] = /^\(\s*(?:<([^<>\n]*)>|(\S*?))(?:\s+["'(].*)?\s*\)$/s.exec(target) ?? [];
  return angled ?? bare;
}
