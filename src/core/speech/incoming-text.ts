import { delay as realDelay, type Delay } from '../delay.js';
import { toAvatarError } from '../errors.js';
import { TextChunker, type TextChunk } from './text-chunker.js';
import { nothingToSay } from './nothing-to-say.js';
import { readSpeech, type SpeechInput } from './speech-input.js';

/** A whole sentence waits no longer than this for the ones after it, in milliseconds. */
const PATIENCE_MS = 800;

/** A text on its way, in chunks to say. */
export class IncomingText {
  readonly #chunker = new TextChunker();
  readonly #delay: Delay;
  readonly #onPiece: (piece: string) => void;
  readonly #read: Promise<void>;
  #wake: () => void = () => undefined;
  #isOver = false;
  #isEmpty = true;

  /** @param onPiece Told of each piece as it comes; what it throws ends the text. */
  constructor(
    input: SpeechInput,
    signal: AbortSignal,
    delay: Delay = realDelay,
    onPiece: (piece: string) => void = () => undefined,
  ) {
    this.#delay = delay;
    this.#onPiece = onPiece;
    this.#read = this.#readAll(input, signal);
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
    const done = new AbortController();
    let isPatient = true;
    this.#delay(PATIENCE_MS, { signal: done.signal }).then(
      () => {
        isPatient = false;
        this.#wake();
      },
      () => undefined, // There was one before.
    );
    try {
      for (;;) {
        const chunk = this.#chunker.take(isPatient);
        if (chunk || this.#isOver) return chunk;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      done.abort();
    }
  }

  #push(piece: string): void {
    if (piece === '') return;
    this.#onPiece(piece);
    this.#isEmpty &&= piece.trim() === '';
    this.#chunker.push(piece);
    this.#wake();
  }

  async #readAll(input: SpeechInput, signal: AbortSignal): Promise<void> {
    try {
      // A text that is here whole is cut as one.
      if (typeof input === 'string') this.#push(input);
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
}
