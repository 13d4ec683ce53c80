import { anySignal, LONGEST_TIMER_MS } from './abort-signals.js';
import { AvatarError, abortedError } from './errors.js';

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

/** How long an answer that nobody waits for any more is still listened for, in milliseconds; browsers give up about then, too. */
export const LISTENED_FOR_MS = 300_000;

/** How long something is waited for. */
export interface TimeLimit {
  /** What is waited for, as it is named in messages. */
  purpose: string;
  /** In milliseconds. */
  limitMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * As {@link abandonable}, for `limitMs` milliseconds.
 * @throws {AvatarError} `TIMEOUT`
 */
export async function abandonableAfter<Result>(
  { purpose, limitMs, signal }: TimeLimit,
  work: Promise<Result>,
  giveBack?: (late: Result) => void,
): Promise<Result> {
  const limit = new AbortController();
  const onTimeUp = (): void =>
    limit.abort(new AvatarError('TIMEOUT', `${purpose} got no answer within ${limitMs / 1000} s. Try again.`));
  const timer = setTimeout(onTimeUp, Math.min(limitMs, LONGEST_TIMER_MS));
  try {
    return await abandonable(work, anySignal(limit.signal, signal), giveBack);
  } finally {
    clearTimeout(timer);
  }
}

/** What is under way goes on; only the wait for it ends. */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<Result> {
  return signal ? abandonable(work, signal) : work;
}

function ignore(): void {
  // What fails late has nothing to give back, and its caller has been told that the call was aborted.
}
