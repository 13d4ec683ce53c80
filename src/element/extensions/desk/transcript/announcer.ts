import { sentenceBorders } from '../../../../core/speech/sentence-borders.js';
import type { TranscriptEntry } from '../../../conversation/transcript.js';

/** What has not grown for so long is read as it stands, in milliseconds. */
const SETTLED_MS = 1000;
/** Screen readers have read what is older. */
const KEPT = 8;

/**
 * What screen readers are told of a conversation: each entry once, in whole sentences. One that grows while it streams in would be
 * read in shreds, or not at all: what is changed in a log is no addition to it.
 */
export class Announcer {
  readonly #onChange: () => void;
  /** How much of an entry was told, by the time that it keeps while its text grows. */
  readonly #told = new WeakMap<Date, number>();
  #pieces: readonly { readonly id: number; readonly text: string }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /** @param known What was there before anybody listened; it is not told. */
  constructor(known: readonly TranscriptEntry[], onChange: () => void, signal: AbortSignal) {
    this.#onChange = onChange;
    for (const { at, text } of known) this.#told.set(at, text.length);
    signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /** For the live region, which each is added to. */
  get pieces(): readonly { readonly id: number; readonly text: string }[] {
    return this.#pieces;
  }

  /** To be called after each change of the entries. */
  read(entries: readonly TranscriptEntry[], speakerOf: (entry: TranscriptEntry) => string): void {
    clearTimeout(this.#timer);
    if (entries.length === 0) this.#pieces = [];
    // What was said on an earlier page was heard there.
    for (const { at, text, isEarlier } of entries) if (isEarlier) this.#told.set(at, text.length);
    for (const entry of entries) this.#tell(entry, speakerOf(entry), isOver(entry, entries));
    this.#timer = setTimeout(() => {
      for (const entry of entries) this.#tell(entry, speakerOf(entry), true);
    }, SETTLED_MS);
  }

  #tell({ at, text }: TranscriptEntry, speaker: string, isWhole: boolean): void {
    const told = this.#told.get(at);
    const end = isWhole ? text.length : (sentenceBorders(text).at(-1) ?? 0);
    const piece = text.slice(told ?? 0, end).trim();
    if (end <= (told ?? 0)) return;
    this.#told.set(at, end);
    if (piece === '') return;
    this.#lastId += 1;
    const said = told === undefined ? `${speaker}: ${piece}` : piece;
    this.#pieces = [...this.#pieces, { id: this.#lastId, text: said }].slice(-KEPT);
    this.#onChange();
  }
}

/** Whether it cannot grow any more. */
function isOver(entry: TranscriptEntry, entries: readonly TranscriptEntry[]): boolean {
  return entry.role === 'visitor' || entry.isInterrupted === true || entry !== entries.at(-1);
}
