import { abortedError } from './errors.js';

/**
 * Waits for `work`, but no longer than until the signal aborts.
 *
 * What is under way then goes on in the background, because the service may already have made what was asked for:
 * `giveBack` gets it when it arrives, so that nothing that costs money stays open.
 */
export async function abandonable<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  giveBack: (late: Result) => void = ignore,
): Promise<Result> {
  if (signal.aborted) {
    work.then(giveBack, ignore);
    throw abortedError(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      work.then(giveBack, ignore);
      reject(abortedError(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Without a tick between the two: an abort in it would find neither the listener nor anybody who waits.
    work.then(
      (result) => {
        signal.removeEventListener('abort', onAbort);
        if (!signal.aborted) resolve(result);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

function ignore(): void {
  // What fails late has nothing to give back, and its caller has been told that the call was aborted.
}
