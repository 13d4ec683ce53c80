import { isRecord } from '../../core/json-reader.js';
import { parseShallowJson } from './shallow-json.js';

const LINE_END = /\r\n?|\n/g;

/** So many lines are kept apart: a text of its own takes many times what a line of a few letters does. */
const MOST_LINES = 1000;

/** Ends a stream, as chat completions do. */
const DONE = '[DONE]';

/**
 * The texts of server-sent events (HTML, 9.2.6), read by the piece and not by the event: a body may hold tens of thousands of
 * events, comments and empty lines.
 */
export class EventTexts {
  #isDone = false;
  /** Of a line whose end has not come. */
  #line = '';
  /** The lines of an event whose end has not come. */
  #data: string[] = [];
  #endsWithReturn = false;

  /** Whether the stream says that it is over. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** How much waits for its line to end, in UTF-16 units. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Takes what has come; gives the texts of the events that are whole by now. */
  push(piece: string): string {
    // A line may end with both, which come apart.
    const text = this.#endsWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#endsWithReturn = piece.endsWith('\r');
    let said = '';
    let at = 0;
    for (const { index, 0: end } of text.matchAll(LINE_END)) {
      if (this.#isDone) return said;
      said += this.#readLine(this.#line + text.slice(at, index));
      this.#line = '';
      at = index + end.length;
    }
    this.#line += text.slice(at);
    return said;
  }

  #readLine(line: string): string {
    if (line === '') return this.#endEvent();
    if (line.startsWith('data') && (line.length === 4 || line.charAt(4) === ':')) {
      const value = line.slice(line.charAt(5) === ' ' ? 6 : 5);
      this.#data.push(value);
      if (this.#data.length > MOST_LINES) this.#data = [this.#data.join('\n')];
    }
    return '';
  }

  #endEvent(): string {
    if (this.#data.length === 0) return '';
    const data = this.#data.join('\n');
    this.#data = [];
    this.#isDone = data === DONE;
    return this.#isDone ? '' : textOf(data);
  }
}

/** An event's data: a JSON string or `{ "text": … }`, which keep spaces and line breaks as they are, or the bare text. */
function textOf(data: string): string {
  if (!/^\s*["{]/.test(data)) return data;
  try {
    const parsed = parseShallowJson(data);
    if (typeof parsed === 'string') return parsed;
    if (isRecord(parsed) && typeof parsed['text'] === 'string') return parsed['text'];
  } catch {
    // The text itself.
  }
  return data;
}
