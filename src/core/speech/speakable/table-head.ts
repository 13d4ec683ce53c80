import { BAR, cellsOf } from './table.js';

/** The names of a table's columns are no longer than this together, in characters. */
const LONGEST = 300;
/** Names hold no sentences. */
const NEXT_SENTENCE = /[.!?…؟।]["'”’)\]*_~`]{0,8}\s+[^|\s]|[。！？][”’」』）》]{0,8}\s*[^|\s”’」』）》]/u;

/**
 * A line that is the head of a table where a rule follows, and else plain text: `Day | Hours`, which does not begin with a bar.
 * What is before the first bar is a word as any, and not waited for; the rest is.
 */
export class TableHead {
  #line = '';
  #isPossible = true;
  /** Where the first bar is; -1 before it. */
  #bar = -1;

  /** Whether the rest of a line is held. */
  get isHeld(): boolean {
    return this.#isPossible && this.#bar !== -1;
  }

  /** The columns' names. */
  get names(): string[] {
    return cellsOf(this.#line);
  }

  /** More of the line; gives what of it can be read. */
  add(part: string): string {
    if (!this.#isPossible) return part;
    const from = this.#line.length;
    this.#line += part;
    if (this.#bar === -1) this.#bar = this.#line.slice(0, LONGEST).search(BAR);
    this.#isPossible = this.#line.length <= LONGEST && !(this.isHeld && NEXT_SENTENCE.test(this.#line));
    if (!this.#isPossible) return this.#line.slice(this.#bar === -1 ? from : Math.min(from, this.#bar));
    return this.#bar === -1 ? part : this.#line.slice(from, Math.max(from, this.#bar));
  }

  /** What was held, as it is written; another line may begin. */
  takeText(): string {
    const held = this.isHeld ? this.#line.slice(this.#bar) : '';
    this.clear();
    return held;
  }

  /** What was held, to be heard as names. */
  takeNames(): string {
    const isSpaced = /\s/.test(this.#line.charAt(this.#bar - 1));
    const names = this.takeText()
      .replace(/\s*(?<!\\)\|\s*$/, '')
      .replace(/\s*(?<!\\)\|\s*/g, ' – ');
    return isSpaced ? names.trimStart() : names;
  }

  clear(): void {
    this.#line = '';
    this.#bar = -1;
    this.#isPossible = true;
  }
}
