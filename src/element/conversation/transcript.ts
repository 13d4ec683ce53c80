import type { ExpectedSpeeches } from './expected-speech.js';

/** Words of a text that lead somewhere. */
export interface TranscriptLink {
  readonly text: string;
  /** With http or https. */
  readonly url: string;
  /** Where in the entry's text they begin, in UTF-16 units. */
  readonly start: number;
}

/** Something that was said, by the avatar or to it. */
export interface TranscriptEntry {
  readonly role: 'avatar' | 'visitor';
  /** Of what streams in, and of what was interrupted, as much as is known to be said. */
  readonly text: string;
  /** The links that the text was written with, in their order. */
  readonly links?: readonly TranscriptLink[];
  /** The turn's id on the wire. */
  readonly turnId?: string;
  /** When it was heard to begin, or was sent by the visitor. */
  readonly at: Date;
  /** Whether the avatar was stopped before the end; `text` is then what was probably heard. */
  readonly isInterrupted?: boolean;
  /** Whether it was said on an earlier page or visit, and is shown again. */
  readonly isEarlier?: boolean;
}

/** A page may be open all day. */
const LONGEST = 500;

/** What was said, in order, through all sessions of an element, and what is heard now. */
export class Transcript {
  /** The part of it that is heard now, as captions show it; undefined while nothing is heard. The element is updated with it. */
  caption: { readonly text: string } | undefined;
  /** @ignore Made when it is needed: see `expectedOf`. */
  expected: ExpectedSpeeches | undefined;
  #entries: readonly TranscriptEntry[] = [];
  readonly #changes = new EventTarget();

  /** The latest 500, newest last. A new array after each change. */
  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  add(entry: TranscriptEntry): void {
    this.#set([...this.#entries, entry].slice(-LONGEST));
  }

  /** Puts another entry in the place of `entry`, and returns it. One that is no longer known is left out. */
  update(entry: TranscriptEntry, changes: Partial<TranscriptEntry>): TranscriptEntry {
    const changed = { ...entry, ...changes };
    if (this.#entries.includes(entry)) this.#set(this.#entries.map((other) => (other === entry ? changed : other)));
    return changed;
  }

  /** Forgets everything; so does the backend. */
  clear(): void {
    this.#set([]);
  }

  /** Calls `listener` after each change of the entries, until `signal` aborts where one is given. */
  onChange(listener: () => void, { signal }: { signal?: AbortSignal } = {}): void {
    this.#changes.addEventListener('change', listener, signal ? { signal } : {});
  }

  #set(entries: readonly TranscriptEntry[]): void {
    this.#entries = entries;
    this.#changes.dispatchEvent(new Event('change'));
  }
}
