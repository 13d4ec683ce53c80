import { LONGEST_TIMER_MS } from '../core/timeout-signal.js';

/**
 * Waits for work, but no longer than so long: what becomes of it then is nobody's concern.
 * @param limitMs In milliseconds; Infinity stands for no limit.
 * @param lateness What it fails of then.
 */
export function inTime<Result>(work: Promise<Result>, limitMs: number, lateness: () => Error): Promise<Result> {
  if (limitMs === Infinity) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(lateness()), Math.min(limitMs, LONGEST_TIMER_MS));
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error('Something that is not an Error was thrown'));
      },
    );
  });
}
