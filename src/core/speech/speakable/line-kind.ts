import { isTableRule } from './table.js';

/** What a line is, and what of it is text. */
export type LineKind =
  | { kind: 'text' | 'heading' | 'item'; text: string }
  /** Of a table: the rule below its head, or one that begins with a bar. */
  | { kind: 'row'; text: string }
  | { kind: 'fence'; fence: string; language: string }
  /** What is above is a heading. */
  | { kind: 'underline' }
  /** A rule, a definition, an empty quote: nothing of it is said. */
  | { kind: 'nothing' }
  | { kind: 'blank' };

/** A line's kind is told by so many characters, or by the whole line. */
const LONGEST_HEAD = 300;
/** A row of a table, or the definition of a link, is no longer than this. */
export const LONGEST_LINE = 1000;

const QUOTE = /^>(?=[\s>]|$)\s*/;
const BULLET = /^[-*+•◦▪‣][ \t]+/;
const CHECKBOX = /^\[[ xX]\](?:[ \t]+|$)/;
const HEADING = /^#{1,6}[ \t]+/;
const NUMBER = /^\d{1,9}[.)](?=[ \t])/;
const RULE = /^([-*_=])[ \t]*(?:\1[ \t]*)+$/;
const FENCE = /^(`{3,}|~{3,})[ \t]*([^`]*)$/;
const DEFINITION = /^\[(?:\^[^\]\s]{1,100}\]:|[^\]]{1,100}\]:\s*\S+(?:\s+["'(].*)?\s*$)/;
/** What a quote begins with that is shown as a box. */
const ALERT = /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$/i;
/** A line of which no more has come may still be of any kind. */
const UNKNOWN = /^(?:[-*_=#>+•◦▪‣`~\s]*|\d{1,9}[.)]?[ \t]*|\[[^\]]{0,100}|\[[^\]]{1,100}\]:?[ \t]*)$/;
/** A line that begins like this is known when it has ended. */
const WAITS_FOR_END = /^(?:\||`{3}|~{3}|\[[^\]]{1,100}\]:|[-:][-:|\s]*$)/;
const ONLY_MARKS = /^[-*_=#>+•◦▪‣`~\s]*$/;

/** Marks without end are no line of any kind: they are left out. */
export function withoutEndlessMarks(line: string): string {
  let rest = line;
  while (rest.length >= LONGEST_HEAD && ONLY_MARKS.test(rest.slice(0, LONGEST_HEAD))) rest = rest.slice(LONGEST_HEAD);
  return rest;
}

/** Whether nothing is known of a line before its end, at most {@link LONGEST_LINE} later. */
export function waitsForEnd(line: string): boolean {
  return line.length < LONGEST_LINE && /^[\s>]*(?:\||`{3}|~{3}|\[[^\]]{1,100}\]:)/.test(line);
}

/**
 * Tells a line's kind; undefined where more of it has to come first. How deep lists and quotes are nested makes no
 * difference to what is heard.
 * @param isInText Whether it follows a line of text.
 */
export function lineKind(line: string, isWhole: boolean, isInText: boolean): LineKind | undefined {
  let text = line.trimStart();
  let isItem = false;
  for (let depth = 0; depth < 32; depth += 1) {
    if (!isWhole && (UNKNOWN.test(text) || (text.length < LONGEST_LINE && WAITS_FOR_END.test(text)))) return undefined;
    if (isWhole && text.length < LONGEST_LINE && isTableRule(text)) return { kind: 'row', text };
    const [, mark] = RULE.exec(text) ?? [];
    if (mark !== undefined) return { kind: isInText && /[-=]/.test(mark) ? 'underline' : 'nothing' };
    const unquoted = text.replace(QUOTE, '');
    const inner = unquoted.replace(BULLET, '');
    isItem ||= inner !== unquoted;
    if (inner === text) break;
    text = inner;
  }
  if (isItem) text = text.replace(CHECKBOX, '');
  if (text.trim() === '' && !isWhole) return undefined;
  if (text.trim() === '' || text === '-') return { kind: line.trim() === '' ? 'blank' : 'nothing' };
  if (isWhole && text.length < LONGEST_LINE) {
    const [, fence, language = ''] = FENCE.exec(text) ?? [];
    if (fence !== undefined) return { kind: 'fence', fence, language: language.trim().toLowerCase() };
    if (DEFINITION.test(text) || ALERT.test(text)) return { kind: 'nothing' };
    if (text.startsWith('|')) return { kind: 'row', text };
  }
  if (HEADING.test(text)) return { kind: 'heading', text: text.replace(HEADING, '') };
  return { kind: isItem || NUMBER.test(text) ? 'item' : 'text', text };
}

/** Whether it closes a block of code that was opened by `fence`. */
export function closesFence(line: string, fence: string): boolean {
  const text = line.replace(/^[\s>]*/, '').trimEnd();
  return text.length >= fence.length && text === fence.charAt(0).repeat(text.length);
}
