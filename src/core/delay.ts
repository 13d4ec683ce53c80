import { abortedError } from './errors.js';

/** Waits `ms` milliseconds; rejects with `ABORTED` as soon as the signal aborts. */
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
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
