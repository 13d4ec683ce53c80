import { abandonable } from '../abandon.js';
import { delay as realDelay, type Delay } from '../delay.js';
import { toAvatarError } from '../errors.js';
import { TextChunker, type Pace, type TextChunk } from './text-chunker.js';
import { nothingToSay } from './nothing-to-say.js';
import { readSpeech, type SpeechInput } from './speech-input.js';

/** A source that gives nothing for this long to twice as long is quiet, in milliseconds: models write a word in less, or rest. */
const QUIET_MS = 20;

/** Whole sentences wait no longer than this for the ones after them, in milliseconds. */
const SLOW_MS = 300;

/** After this, nothing more of a sentence is expected, in milliseconds. */
const STALLED_MS = 800;

/** Changes a text while it comes. */
export interface TextFilter {
  /** Gives what of it can be said by now. */
  push: (piece: string) => string;
  /** Nothing more comes; gives the rest. */
  end: () => string;
}

export interface IncomingTextOptions {
  /** Waits. Default: by a timer. */
  delay?: Delay | undefined;
  /** What the text goes through before it is cut; may have to be loaded. Default: it stays as it is. */
  filter?: TextFilter | Promise<TextFilter> | undefined;
  /** Told of each piece to say as it comes; what it throws ends the text. */
  onPiece?: ((piece: string) => void) | undefined;
}

/** A text that is still being received, in chunks to say. */
export class IncomingText {
  readonly #chunker = new TextChunker();
  readonly #delay: Delay;
  readonly #tell: (piece: string) => void;
  readonly #read: Promise<void>;
  #wake: () => void = () => undefined;
  #pace: Pace = 'busy';
  /** How many pieces have come, and who waits for the next one. */
  #pieces = 0;
  #onPiece: () => void = () => undefined;
  #isOver = false;
  #isEmpty = true;

  constructor(
    input: SpeechInput,
    signal: AbortSignal,
    { delay = realDelay, filter, onPiece = () => undefined }: IncomingTextOptions = {},
  ) {
    this.#delay = delay;
    this.#tell = onPiece;
    this.#read = this.#readAll(input, signal, filter);
    this.#read.catch(() => undefined); // Told by whole() and untilFirst().
  }

  /**
   * Resolves at the end.
   * @throws {AvatarError} What made the source fail; `INVALID_INPUT` where it was empty.
   */
  whole(): Promise<void> {
    return this.#read;
  }

  /** As {@link whole}, but all is well as soon as there is something to say. */
  async assertSpeakable(): Promise<void> {
    try {
      await this.#read;
    } catch (error) {
      if (this.#isEmpty) throw error;
    }
  }

  /** The next chunk, once there is one; undefined at the end. What came before the source failed comes out, too. */
  async next(): Promise<TextChunk | undefined> {
    const waiting = new AbortController();
    this.#pace = 'busy';
    this.#watchPace(waiting.signal).catch(() => undefined); // There is a chunk.
    try {
      for (;;) {
        const chunk = this.#chunker.take(this.#pace);
        if (chunk || this.#isOver) return chunk;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      waiting.abort();
    }
  }

  async #watchPace(signal: AbortSignal): Promise<never> {
    let seen = this.#pieces;
    let [waitedMs, quietMs] = [0, 0];
    for (;;) {
      await this.#delay(QUIET_MS, { signal });
      waitedMs += QUIET_MS;
      quietMs = seen === this.#pieces ? quietMs + QUIET_MS : 0;
      seen = this.#pieces;
      if (quietMs > 0) this.#pace = quietMs >= STALLED_MS ? 'stalled' : 'quiet';
      else this.#pace = waitedMs >= SLOW_MS ? 'slow' : 'busy';
      this.#wake();
      if (this.#pace === 'stalled')
        await abandonable(new Promise<void>((resolve) => (this.#onPiece = resolve)), signal);
    }
  }

  #push(piece: string): void {
    if (piece === '') return;
    this.#tell(piece);
    this.#pieces += 1;
    this.#pace = 'busy';
    this.#onPiece();
    this.#isEmpty &&= piece.trim() === '';
    this.#chunker.push(piece);
    this.#wake();
  }

  async #readAll(input: SpeechInput, signal: AbortSignal, filter: IncomingTextOptions['filter']): Promise<void> {
    try {
      if (filter) await this.#readThrough(filter, input, signal);
      // A complete text is split as a whole.
      else if (typeof input === 'string') this.#push(input);
      else await readSpeech(input, signal, (piece) => this.#push(piece));
      if (this.#isEmpty) throw nothingToSay();
    } catch (cause) {
      throw toAvatarError(cause, 'INVALID_INPUT', 'What to say could not be read to its end.');
    } finally {
      this.#isOver = true;
      this.#chunker.end();
      this.#wake();
    }
  }

  /** While the filter is loaded, the source is read already. */
  async #readThrough(given: TextFilter | Promise<TextFilter>, input: SpeechInput, signal: AbortSignal): Promise<void> {
    let filter = given instanceof Promise ? undefined : given;
    let early = '';
    const push = (piece: string): void => {
      if (filter) this.#push(filter.push(piece));
      else early += piece;
    };
    const loaded = (async (): Promise<TextFilter> => {
      filter ??= await given;
      push(early);
      return filter;
    })();
    loaded.catch(() => undefined); // Told below.
    try {
      if (typeof input === 'string') push(input);
      else await readSpeech(input, signal, push);
    } finally {
      // What came before the source failed is said, too.
      if (!signal.aborted) this.#push((await abandonable(loaded, signal)).end());
    }
  }
}
