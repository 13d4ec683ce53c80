import { delay } from '../../core/delay.js';

/** What the avatar says while an answer takes its time. It is in no history: neither models nor reports are told of it. */
export interface Filler {
  /** When nothing of the answer has come for so long, in milliseconds. */
  afterMs: number;
  /** Such as `'Let me see.'`; of several each in turn. With `clip`, what that says, for captions. */
  text: string | readonly string[];
  /** A recording to be said in place of the text, as `textToSpeech` gives them. */
  clip?: Blob | Uint8Array | ArrayBuffer | undefined;
}

/** What is said of it once. */
export interface FillerWords {
  text: string;
  clip: Blob | Uint8Array | ArrayBuffer | undefined;
}

/** How often each was said, so that no two answers begin alike. */
const said = new WeakMap<Filler, number>();

/** Fills the time until an answer begins. */
export class Filling {
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #isSaying = false;

  /** @param say Resolves when the words were handed over; where that fails, the answer comes without them. */
  constructor(filler: Filler, signal: AbortSignal, say: (words: FillerWords) => Promise<void>) {
    const leave = (): void => this.stop();
    signal.addEventListener('abort', leave, { once: true });
    this.#done = delay(filler.afterMs, { signal: this.#stop.signal })
      .then(() => {
        this.#isSaying = true;
        return say(next(filler));
      })
      .catch(() => undefined)
      .finally(() => signal.removeEventListener('abort', leave));
    if (signal.aborted) leave();
  }

  /** The answer begins, or there is none: nothing is said any more that has not been begun. */
  stop(): void {
    if (!this.#isSaying) this.#stop.abort();
  }

  /** Resolves when nothing of it comes any more, for the answer to come after it. Never rejects. */
  over(): Promise<void> {
    this.stop();
    return this.#done;
  }
}

function next(filler: Filler): FillerWords {
  const { text, clip } = filler;
  const texts = typeof text === 'string' ? [text] : text;
  const count = said.get(filler) ?? 0;
  said.set(filler, count + 1);
  return { text: texts[count % texts.length] ?? '', clip };
}
