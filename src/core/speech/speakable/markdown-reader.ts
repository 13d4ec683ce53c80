import { closesFence, lineKind, LONGEST_LINE, waitsForEnd, withoutEndlessMarks, type LineKind } from './line-kind.js';
import { OpenBlock } from './open-block.js';
import type { TextLinks } from './text-links.js';
import { TableHead } from './table-head.js';
import { BAR, cellsOf, isTableRule, readRow } from './table.js';

/** The text of a footnote, which is left out with what marks it. */
const NOTE = /^\s*\[\^[^\]\s]{1,100}\]:/;
const INDENTED = /^(?: {2}|\t)\s*\S/;
/** What a row is indented or quoted by. */
const BEFORE_ROW = /^(?:\s|>(?=[\s>]))+/;

/** Makes Markdown plain text while it comes, line by line, and within a line sentence by sentence. */
export class MarkdownReader {
  readonly #saysCode: boolean;
  readonly #links: TextLinks;
  readonly #block: OpenBlock;
  /** How much was given. */
  #length = 0;
  /** What has come of a line whose kind is not known yet. */
  #line = '';
  /** Whether the line's kind is known: the rest of it is text of the open block. */
  #isInLine = false;
  /** What opened the block of code. */
  #fence: string | undefined;
  /** Whether a footnote was read last: lines that are indented go on with it. */
  #isInNote = false;
  /** A row that is the head of a table, if a rule follows. */
  #lastRow: string | undefined;
  /** As {@link #lastRow}, for a line of text. */
  readonly #perhapsHead = new TableHead();
  /** The columns' names, in a table. */
  #head: readonly string[] | undefined;

  constructor(saysCode: boolean, links: TextLinks) {
    this.#saysCode = saysCode;
    this.#links = links;
    this.#block = new OpenBlock((link) => links.add(link, this.#length));
  }

  push(text: string): string {
    return this.#given(this.#read(text));
  }

  #given(said: string): string {
    this.#length += said.length;
    return said;
  }

  #read(text: string): string {
    let said = '';
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at);
      const part = text.slice(at, end === -1 ? undefined : end);
      said += this.#readPart(part, end !== -1);
      at += part.length + 1;
    }
    return this.#isInLine ? said + this.#block.takeWords() : said;
  }

  /** Nothing more comes; gives the rest. */
  end(): string {
    const said = this.#line === '' ? '' : this.#readPart('', true);
    return this.#given(said + this.#settleRow() + this.#block.close());
  }

  /** All that was not given yet is dropped. */
  forget(): void {
    this.#line = '';
    this.#isInLine = this.#isInNote = false;
    this.#fence = undefined;
    this.#lastRow = undefined;
    this.#perhapsHead.clear();
    this.#head = undefined;
    this.#block.forget();
  }

  #readPart(part: string, isWhole: boolean): string {
    if (this.#fence !== undefined) return this.#readCode(this.#fence, part, isWhole);
    let said = '';
    if (this.#isInLine) said = this.#readText(part);
    else {
      this.#line += part;
      if (isWhole || !this.#waitsForEnd()) said = this.#beginLine(isWhole);
    }
    if (!isWhole || !this.#isInLine) return said;
    this.#isInLine = false;
    return this.#perhapsHead.isHeld ? said : said + this.#endText();
  }

  #waitsForEnd(): boolean {
    return waitsForEnd(this.#line) || (this.#head !== undefined && this.#line.length < LONGEST_LINE);
  }

  #readText(text: string): string {
    return this.#block.add(this.#block.isText ? this.#perhapsHead.add(text) : text);
  }

  #endText(): string {
    return this.#block.add(this.#perhapsHead.takeText()) + this.#block.endLine();
  }

  #beginLine(isWhole: boolean): string {
    this.#line = withoutEndlessMarks(this.#line);
    if (this.#isInNote && INDENTED.test(this.#line)) {
      this.#line = isWhole ? '' : this.#line.slice(0, LONGEST_LINE);
      return '';
    }
    const written = this.#line.replace(/\r$/, '');
    const isRow = isWhole && this.#head !== undefined && BAR.test(written);
    const line: LineKind | undefined = isRow
      ? { kind: 'row', text: written.replace(BEFORE_ROW, '') }
      : lineKind(written, isWhole, this.#block.isText);
    if (!line) return '';
    if (line.kind === 'nothing') this.#links.define(this.#line);
    this.#isInNote = NOTE.test(this.#line) || (this.#isInNote && line.kind === 'blank');
    this.#line = '';
    if (line.kind === 'row') return this.#readRow(line.text);
    this.#head = undefined;
    return this.#settleRow() + this.#begin(line);
  }

  #begin(line: Exclude<LineKind, { kind: 'row' }>): string {
    switch (line.kind) {
      case 'blank':
        return this.#block.blank();
      case 'nothing':
        return this.#block.close();
      case 'underline':
        return this.#block.close(true);
      case 'fence':
        // Some models wrap their whole answer.
        if (line.language !== 'markdown' && line.language !== 'md') this.#fence = line.fence;
        return this.#block.close();
      default:
        this.#isInLine = true;
        return this.#block.begin(line.kind) + this.#readText(line.text);
    }
  }

  #readRow(row: string): string {
    if (isTableRule(row)) return this.#beginTable();
    if (this.#head) return this.#block.whole(readRow(cellsOf(row), this.#head));
    const said = this.#settleRow();
    this.#lastRow = row;
    return said;
  }

  #beginTable(): string {
    if (this.#head) return '';
    if (this.#lastRow !== undefined) {
      this.#head = cellsOf(this.#lastRow);
      this.#lastRow = undefined;
      return this.#block.close();
    }
    if (this.#perhapsHead.isHeld) {
      this.#head = this.#perhapsHead.names;
      return this.#block.add(this.#perhapsHead.takeNames()) + this.#block.close(true);
    }
    this.#head = [];
    return this.#block.close(true);
  }

  /** A row or a line with bars without a table. */
  #settleRow(): string {
    if (this.#perhapsHead.isHeld) return this.#endText();
    const row = this.#lastRow;
    if (row === undefined) return '';
    this.#lastRow = undefined;
    return this.#block.whole(readRow(cellsOf(row), []));
  }

  #readCode(fence: string, part: string, isWhole: boolean): string {
    this.#line += part;
    if (!isWhole && this.#line.length < LONGEST_LINE) return '';
    const line = this.#line;
    this.#line = '';
    if (!isWhole || !closesFence(line, fence)) return this.#saysCode ? this.#block.verbatim(line) : '';
    this.#fence = undefined;
    return '';
  }
}
