import type { TextLink } from '../../core/speech/text-link.js';

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
}

/** When a reply was asked for, and when the first piece of it came, as `performance.now()` counts. */
export interface ReplyTiming {
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** What somebody other than the page makes the avatar say, such as the backend its answer. */
export interface ExpectedSpeech {
  /** May grow while it streams in, also while it is heard. */
  text: string;
  readonly turnId?: string | undefined;
  /** What in it is a link; may grow as well. */
  readonly links?: readonly TextLink[] | undefined;
  /** Where it is the reply to a message: `avatar-metrics` tells how long it took. */
  readonly timing?: ReplyTiming | undefined;
  /** Whether nothing more of it comes. */
  isWhole: boolean;
  /** Set where it will not be said, or not to its end. */
  isCancelled?: boolean;
}

/** A page may be open all day. */
const LONGEST = 500;

/** So much may be expected at once; what is older was never heard. */
const MOST_EXPECTED = 8;

type Listener = () => void;

/** What was said, in order, through all sessions of an element; what is heard now, and what is expected next. */
export class Transcript {
  /** The part of it that is heard now, as captions show it; undefined while nothing is heard. The element is updated with it. */
  caption: { readonly text: string } | undefined;
  #entries: readonly TranscriptEntry[] = [];
  #expected: readonly ExpectedSpeech[] = [];
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

  /** Forgets everything. */
  clear(): void {
    this.#set([]);
  }

  /** Calls `listener` after each change of the entries until `signal` aborts. */
  onChange(listener: Listener, { signal }: { signal: AbortSignal }): void {
    this.#changes.addEventListener('change', listener, { signal });
  }

  /**
   * Tells what the avatar is about to say without being told so by this page: the next speech that belongs to no turn of the
   * page's session is taken for it. It enters the transcript once it is heard. Where its text streams in, add to `text` of what
   * is returned, and set `isWhole` at the end.
   */
  expectSpeech(
    text: string,
    {
      isWhole = true,
      ...more
    }: { isWhole?: boolean } & Partial<Pick<ExpectedSpeech, 'turnId' | 'links' | 'timing'>> = {},
  ): ExpectedSpeech {
    const speech: ExpectedSpeech = { text, isWhole, ...more };
    this.#expected = [...this.#expected, speech].slice(-MOST_EXPECTED);
    this.#changes.dispatchEvent(new Event('expected'));
    return speech;
  }

  /** Calls `listener` when speech is expected until `signal` aborts. */
  onExpected(listener: Listener, { signal }: { signal: AbortSignal }): void {
    this.#changes.addEventListener('expected', listener, { signal });
  }

  get isExpecting(): boolean {
    return this.#expected.some(({ isCancelled }) => !isCancelled);
  }

  /** The speech that is expected next, which is then not expected any more. */
  takeExpected(): ExpectedSpeech | undefined {
    const [next, ...others] = this.#expected.filter(({ isCancelled }) => !isCancelled);
    this.#expected = others;
    return next;
  }

  /** Of another session, nothing of this one is heard. */
  forgetExpected(): void {
    this.#expected = [];
  }

  #set(entries: readonly TranscriptEntry[]): void {
    this.#entries = entries;
    this.#changes.dispatchEvent(new Event('change'));
  }
}
