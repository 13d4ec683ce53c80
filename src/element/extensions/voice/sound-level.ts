/** What a meter begins to show, and what fills it, in decibels of full scale. */
const LOWEST_DB = -55;
const HIGHEST_DB = -10;

/** Frames of 32 ms to one level: about 15 a second. */
const FRAMES = 2;

/** Makes levels for a meter of the loudness of frames. */
export class SoundLevel {
  readonly #onLevel: (level: number) => void;
  #loudest = 0;
  #frames = 0;

  /** @param onLevel Told of each level, from 0 to 1 as loudness is felt. */
  constructor(onLevel: (level: number) => void) {
    this.#onLevel = onLevel;
  }

  /** @param loudness The root mean square of a frame, from 0 to 1. */
  push(loudness: number): void {
    this.#loudest = Math.max(this.#loudest, loudness);
    this.#frames += 1;
    if (this.#frames < FRAMES) return;
    const decibels = 20 * Math.log10(this.#loudest);
    this.#onLevel(Math.min(1, Math.max(0, (decibels - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB))));
    this.#loudest = this.#frames = 0;
  }
}
