import { FRAME, SAMPLE_RATE, type Detector } from './detector.js';
import { EnergyDetector, rootMeanSquare } from './energy-detector.js';
import { Resampler } from './resampler.js';

/** What was heard in a frame of 32 ms. */
export interface HeardFrame {
  /** How loud it was: the root mean square, from 0 to 1. */
  loudness: number;
  /** How likely somebody spoke, from 0 to 1. */
  probability: number;
  /** {@link FRAME} samples of {@link SAMPLE_RATE}, where somebody asked for them. */
  samples?: Float32Array<ArrayBuffer>;
}

/** Cuts sound into frames, whatever pieces and rate it comes in, and hears how much of each is speech. */
export class FrameAnalyst {
  /** May be exchanged for a better one at any time. */
  detector: Detector = new EnergyDetector();
  readonly #resampler: Resampler | undefined;
  readonly #onFrame: (frame: Required<HeardFrame>) => void;
  #frame = new Float32Array(FRAME);
  #filled = 0;

  /** @param sampleRate Of what is pushed, in hertz. */
  constructor(sampleRate: number, onFrame: (frame: Required<HeardFrame>) => void) {
    this.#resampler = sampleRate === SAMPLE_RATE ? undefined : new Resampler(sampleRate, SAMPLE_RATE);
    this.#onFrame = onFrame;
  }

  push(piece: Float32Array): void {
    const samples = this.#resampler?.push(piece) ?? piece;
    for (let at = 0; at < samples.length;) {
      const taken = samples.subarray(at, at + FRAME - this.#filled);
      this.#frame.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled === FRAME) this.#hear();
    }
  }

  #hear(): void {
    const samples = this.#frame;
    this.#frame = new Float32Array(FRAME);
    this.#filled = 0;
    this.#onFrame({ loudness: rootMeanSquare(samples), probability: this.detector.probability(samples), samples });
  }
}
