import { LONGEST_TIMER_MS } from './timeout-signal.js';
import { abortedError } from './errors.js';

/** Waits `ms` milliseconds, 24.8 days at most; rejects with `ABORTED` as soon as the signal aborts. */
export type Delay = (ms: number, options?: { signal?: AbortSignal | undefined }) => Promise<void>;

export const delay: Delay = (ms, { signal } = {}) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortedError(signal.reason));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortedError(signal?.reason));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
        // A longer one would be over at once.
      },
      Math.min(ms, LONGEST_TIMER_MS),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
