import type { WrittenLink } from './text-links.js';
import { inlineText, lastCharacter, NO_SPACE_BEFORE } from './inline-text.js';

/** What is open is held no longer than this, in characters. */
const LONGEST_OPEN = 1000;
/** So often the end of a sentence is tried while something is open. */
const MOST_TRIES = 16;
/** White space in a row is no longer than this, in characters. */
const LONGEST_SPACE = 100;
const MOST_CLOSERS = 8;

/** Where a sentence or a line may end, with what closes quotes, and where a space follows emphasis, behind it. */
const SENTENCE_END = /[.!?…؟।][”"'’»)\]*_~=`]{0,8}\s|[。！？｡][”"'’」』）》]{0,8}(?=[^”"'’」』）》])|\n/g;
/** A text that stops here can be cut: no mark begins with a plain word and a stop, but an address with `www.` */
const PLAIN_END = /(?:^|\s)(?!w{1,3}\.)["“«(¿¡]?[\p{L}\p{M}\p{N}'’，、-]+[.?…。！？]$/u;
/** A plain word can be cut too, but for what may become an address. */
const PLAIN_WORD = /(?:^|\s)(?!(?:https?|htt?|h|w{1,3})$)[\p{L}\p{M}'’]+$/iu;
/** What may close what is open. */
const CLOSER = /[*_~=`\])>$]/;
/** A text that ends like this has no stop of its own. */
const STOPLESS = /[\p{L}\p{M}\p{N})\]”"'’»%°€$£¥+]$/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

export type BlockKind = 'text' | 'heading' | 'item';

/** The paragraph, heading or item that is being read: gives its sentences as soon as they are whole. */
export class OpenBlock {
  readonly #onLink: (link: WrittenLink) => void;
  /** What was not given yet, as it is written. */
  #open = '';
  /** The character before it. */
  #before = '';
  /** As far ends of sentences were looked for. */
  #tried = 0;
  #tries = 0;
  /** As far the last try came, where something was open; otherwise 0. */
  #failedAt = 0;
  /** As {@link #tries} and {@link #failedAt}, for words. */
  #wordTries = 0;
  #wordsFailedAt = 0;
  #kind: BlockKind | undefined;
  /** White space that was not given yet. */
  #space = '';
  #isBlockEmpty = true;
  /** The end of what was given last. */
  #last = '';
  /** Whether the block before is a sentence that may lack its stop. */
  #needsStop = false;
  /** Line breaks since the block before. */
  #breaks = 0;

  /** @param onLink Told of each link before the text that it is in is given. */
  constructor(onLink: (link: WrittenLink) => void) {
    this.#onLink = onLink;
  }

  /** Whether a paragraph is open. */
  get isText(): boolean {
    return this.#kind === 'text';
  }

  /** A block begins; a line of text goes on with the one that is open. */
  begin(kind: BlockKind): string {
    if (kind === 'text' && this.#kind !== undefined) return '';
    const said = this.close();
    this.#kind = kind;
    return said;
  }

  add(text: string): string {
    let said = '';
    for (let at = 0; at < text.length; at += LONGEST_OPEN) {
      this.#open += text.slice(at, at + LONGEST_OPEN);
      said += this.#takeSentences();
    }
    return said;
  }

  endLine(): string {
    if (this.#kind === 'heading') return this.close();
    this.#tried = Math.min(this.#tried, this.#open.length);
    return this.add('\n');
  }

  blank(): string {
    const said = this.close();
    this.#breaks = Math.min(2, this.#breaks + 1);
    return said;
  }

  /** @param isHeading Whether what ends is one, as a line below it tells. */
  close(isHeading = this.#kind !== 'text'): string {
    let said = '';
    if (this.#kind === 'heading') this.#open = this.#open.replace(/[ \t]+#+[ \t]*$/, '');
    if (this.#open !== '') said = this.#give(this.#open.length, true) ?? '';
    if (this.#kind !== undefined) this.#breaks = Math.max(1, this.#breaks);
    if (!this.#isBlockEmpty) this.#needsStop = isHeading;
    this.#kind = undefined;
    this.#space = '';
    this.#before = '';
    this.#isBlockEmpty = true;
    return said;
  }

  /** A block that is here whole, such as the row of a table. */
  whole(text: string): string {
    return this.begin('item') + this.add(text) + this.close();
  }

  /** A line that is said as it is. */
  verbatim(line: string): string {
    const said = this.close();
    this.#kind = 'text';
    return said + this.#emit(line) + this.close(true);
  }

  /** Whole words, and a plain word with a stop, do not have to wait for what comes next while nothing is open. */
  takeWords(): string {
    const tail = this.#open.slice(-80);
    const isPlain = PLAIN_END.test(tail) || PLAIN_WORD.test(tail);
    const end = isPlain ? this.#open.length : this.#open.lastIndexOf(' ') + 1;
    if (end === 0 || this.#kind === 'heading' || this.#open.includes('$') || this.#wordTries >= MOST_TRIES) return '';
    if (this.#wordsFailedAt > 0 && !CLOSER.test(this.#open.slice(this.#wordsFailedAt))) return '';
    const said = this.#give(end, false);
    if (said !== undefined) return said;
    this.#wordTries += 1;
    this.#wordsFailedAt = this.#open.length;
    return '';
  }

  /** All that was not given yet is dropped. */
  forget(): void {
    this.#open = '';
    this.#beginPart();
    this.#space = '';
    this.#kind = undefined;
    this.#isBlockEmpty = true;
    this.#breaks = 1;
    this.#needsStop = true;
  }

  #takeSentences(): string {
    let said = '';
    for (;;) {
      SENTENCE_END.lastIndex = this.#tried;
      const found = SENTENCE_END.exec(this.#open);
      const end = found ? found.index + found[0].length : Infinity;
      if (end <= LONGEST_OPEN) {
        this.#tried = end;
        const isWorthIt = this.#failedAt === 0 || CLOSER.test(this.#open.slice(this.#failedAt, end));
        if (isWorthIt && this.#tries < MOST_TRIES) said += this.#tryTo(end);
      } else if (this.#open.length > LONGEST_OPEN) {
        said += this.#give(this.#longestPart(), true) ?? '';
      } else {
        // What closes the sentence may still come.
        this.#tried = Math.max(this.#tried, this.#open.length - MOST_CLOSERS - 1);
        return said;
      }
    }
  }

  #tryTo(end: number): string {
    const said = this.#give(end, false);
    if (said !== undefined) return said;
    this.#tries += 1;
    this.#failedAt = end;
    return '';
  }

  #longestPart(): number {
    const word = this.#open.lastIndexOf(' ', LONGEST_OPEN - 1) + 1;
    if (word > LONGEST_OPEN / 2) return word;
    return /[\ud800-\udbff]/.test(this.#open.charAt(LONGEST_OPEN - 1)) ? LONGEST_OPEN - 1 : LONGEST_OPEN;
  }

  /** Gives the text up to here; undefined where something in it is open, unless that is the end of it. */
  #give(end: number, isEnd: boolean): string | undefined {
    const plain = inlineText(this.#open.slice(0, end), this.#before, isEnd);
    if (plain === undefined) return undefined;
    plain.links.forEach(this.#onLink);
    this.#before = lastCharacter(this.#open, end);
    this.#open = this.#open.slice(end);
    this.#beginPart();
    return this.#emit(plain.text);
  }

  #beginPart(): void {
    this.#tried = this.#tries = this.#failedAt = this.#wordTries = this.#wordsFailedAt = 0;
  }

  #emit(made: string): string {
    const text = made.replace(NO_SPACE_BEFORE, '');
    if (text !== made) this.#space = '';
    const spaced = this.#isBlockEmpty ? text.trimStart() : this.#space + text;
    const said = spaced.trimEnd();
    this.#space = spaced.slice(said.length, said.length + LONGEST_SPACE);
    if (said === '') return '';
    const begin = this.#isBlockEmpty ? this.#separator() : '';
    this.#isBlockEmpty = false;
    this.#last = said.slice(-2);
    return begin + said;
  }

  #separator(): string {
    const breaks = this.#last === '' ? 0 : this.#breaks;
    this.#breaks = 0;
    const stop = this.#needsStop && STOPLESS.test(this.#last) ? (IDEOGRAPH.test(this.#last) ? '。' : '.') : '';
    this.#needsStop = false;
    return stop + '\n'.repeat(breaks);
  }
}
