import type { Delay } from './delay.js';
import { abortedError } from './errors.js';

/** Waits of a multiple of this are those of something that looks again and again, in milliseconds. */
const BEAT_MS = 25;

/** A beat that is nearer than this share of the wait is let pass. */
const TOO_NEAR = 0.25;

/**
 * As `delay`, for what looks again and again: such waits end at the multiples of their length on the clock. So all that looks
 * wakes the page together, for the waking costs more than the looking. It rejects no sooner than its time is over, and saves a
 * listener for each wait.
 */
export const beat: Delay = (ms, { signal } = {}) =>
  new Promise((resolve, reject) => {
    setTimeout(
      () => {
        if (signal?.aborted) reject(abortedError(signal.reason));
        else resolve();
      },
      ms % BEAT_MS === 0 && ms > 0 ? untilBeat(ms, performance.now()) : ms,
    );
  });

/** How long it is until the beat of so many milliseconds comes. */
export function untilBeat(ms: number, now: number): number {
  const left = ms - (now % ms);
  return left < ms * TOO_NEAR ? left + ms : left;
}
