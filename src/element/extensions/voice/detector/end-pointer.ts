import { FRAME_MS } from './detector.js';

/** From here on a frame begins speech, and below the lower one it is a pause in it. */
const VOICED = 0.5;
const SILENT = 0.35;

/** Voiced frames in a row that are speech, and how likely they have to be in the mean: coughs come up to about 0.7. */
const CONFIRMING = 3;
const CERTAIN = 0.75;

/** After so many frames without a voiced one, what began was none: a third of a syllable's length. */
const DOUBTED = 5;

export type SpeechChange = 'maybe' | 'start' | 'misfire' | 'end';

/** Finds where speech begins and ends, from how likely each frame of 32 ms is speech. */
export class EndPointer {
  /** For how long it has to be silent until speech has ended, in milliseconds. May change at any time. */
  hangoverMs: number;
  #state: 'quiet' | 'maybe' | 'speech' = 'quiet';
  /** The likelihoods of the last voiced frames in a row. */
  #voiced: number[] = [];
  #silent = 0;

  constructor(hangoverMs: number) {
    this.hangoverMs = hangoverMs;
  }

  /** For how long it has been silent since what was last taken for voice, in milliseconds. */
  get silentMs(): number {
    return this.#silent * FRAME_MS;
  }

  push(probability: number): SpeechChange | undefined {
    const isVoiced = probability >= VOICED;
    this.#voiced = isVoiced ? [...this.#voiced.slice(1 - CONFIRMING), probability] : [];
    this.#silent = isVoiced || (this.#state === 'speech' && probability >= SILENT) ? 0 : this.#silent + 1;
    if (this.#state === 'quiet') return isVoiced ? this.#enter('maybe', 'maybe') : undefined;
    if (this.#state === 'maybe') {
      if (this.#isCertain) return this.#enter('speech', 'start');
      return this.#silent >= DOUBTED ? this.#enter('quiet', 'misfire') : undefined;
    }
    return this.#silent > 0 && this.silentMs >= this.hangoverMs ? this.#enter('quiet', 'end') : undefined;
  }

  /** What is said from now on begins anew. */
  reset(): void {
    this.#enter('quiet', 'end');
    this.#voiced = [];
  }

  get #isCertain(): boolean {
    const sum = this.#voiced.reduce((total, probability) => total + probability, 0);
    return this.#voiced.length === CONFIRMING && sum >= CONFIRMING * CERTAIN;
  }

  #enter(state: 'quiet' | 'maybe' | 'speech', change: SpeechChange): SpeechChange {
    this.#state = state;
    return change;
  }
}
