import type { HeardSound } from '../page/ear.js';

/** What is softer is silence, as the ear of the benchmark has it. */
const AUDIBLE_LEVEL = 0.004;
/** A silence that is shorter is part of a word, in milliseconds. */
const SHORTEST_PAUSE_MS = 30;

/** How long each silence between the first and the last sound is, in milliseconds. */
export function pausesIn({ levels, windowMs }: HeardSound): number[] {
  const audible = levels.flatMap((level, i) => (level >= AUDIBLE_LEVEL ? [i] : []));
  return audible
    .map((at, i) => (i === 0 ? 0 : (at - (audible[i - 1] ?? at) - 1) * windowMs))
    .filter((ms) => ms >= SHORTEST_PAUSE_MS);
}

/** For how long sound is heard between two times, and when the last of it is over, in milliseconds. */
export function soundWithin({ levels, windowMs }: HeardSound, fromMs: number, toMs = Infinity): SoundWithin {
  const isHeard = (level: number, i: number): boolean =>
    level >= AUDIBLE_LEVEL && (i + 1) * windowMs > fromMs && i * windowMs < toMs;
  return {
    heardMs: levels.filter(isHeard).length * windowMs,
    untilMs: (levels.findLastIndex(isHeard) + 1) * windowMs,
  };
}

export interface SoundWithin {
  heardMs: number;
  untilMs: number;
}
