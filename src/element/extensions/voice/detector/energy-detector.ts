import type { Detector } from './detector.js';

/** What is quieter is silence, whatever stands out of it, in decibels of full scale. */
const SILENCE_DB = -60;

/** How far above the noise a sound has no likelihood yet, and how much further it has all of it: half of it is at 9 dB. */
const NOISE_DB = 3;
const SPEECH_DB = 12;

/** How fast the noise is taken to be louder, in decibels a frame: slow enough for a sentence, fast enough for a fan. */
const RISE_DB = 0.06;

/** How fast it is taken to be quieter, as a share of the difference. */
const FALL = 0.3;

/**
 * Takes for speech what is louder than the noise of the room. Anything loud is: it serves until the neural detector is
 * loaded, and where it cannot be.
 */
export class EnergyDetector implements Detector {
  #noise: number | undefined;

  probability(frame: Float32Array): number {
    const loudness = Math.max(SILENCE_DB, 20 * Math.log10(rootMeanSquare(frame)));
    const noise = (this.#noise ??= loudness);
    this.#noise = loudness < noise ? noise + (loudness - noise) * FALL : Math.min(loudness, noise + RISE_DB);
    return Math.min(1, Math.max(0, (loudness - noise - NOISE_DB) / SPEECH_DB));
  }
}

export function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}
