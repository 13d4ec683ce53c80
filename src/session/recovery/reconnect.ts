import { anySignal, throwIfAborted } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import { isSessionOver, toAvatarError, type AvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import { retry, type RetryPolicy } from '../../core/retry.js';

/** How deep the trouble goes: new paths for the same media, new media of the same session, or a new session. */
export type Remedy = 'ice' | 'media' | 'session';

/** How long a page that is off line waits for the network beside the time that it tries, in milliseconds. */
const OFFLINE_LIMIT_MS = 5 * 60_000;

/** So many connections without a picture, and a session counts as lost. */
const MOST_DARK_TRIES = 3;

interface Attempt {
  signal: AbortSignal;
}

export interface ReconnectOptions {
  /** The first remedy to try; the more disruptive ones follow where it fails. */
  first: Remedy;
  /** Missing where the server cannot restart ICE. */
  restartIce: ((attempt: Attempt) => Promise<void>) | undefined;
  /** Releases the WHEP resource and makes a new one. */
  renewMedia: (attempt: Attempt) => Promise<void>;
  /** Ends the session and opens another; missing where there is no other to be had. */
  renewSession: ((attempt: Attempt) => Promise<void>) | undefined;
  /** Resolves when the browser is on line, or says so wrongly for a while. */
  online: (attempt: Attempt) => Promise<void>;
  /** For the tries of `renewMedia` and, where these have failed, of `renewSession`: one time for both. */
  policy: RetryPolicy;
  delay: Delay;
  /** What the trouble is; thrown where there is no remedy for it. */
  cause: AvatarError;
  logger: Logger;
  signal: AbortSignal;
  /** Aborts where the service says meanwhile that the session is over: then nothing but another session helps. */
  over: AbortSignal;
}

/**
 * Restores a lost picture by the least disruptive remedy that works. Resolves with the first new frame.
 * @throws {AvatarError} What the last remedy failed with; the trouble itself where there was none to try.
 */
export async function reconnect(options: ReconnectOptions): Promise<void> {
  const { first, restartIce, renewMedia, renewSession, online, policy, delay, logger, signal, over } = options;
  let last = options.cause;
  const ofThisSession = anySignal(signal, over);
  let offlineMs = 0;
  /** Time off line does not count, for as long as anybody waits for a network. */
  const now = (): number => performance.now() - Math.min(offlineMs, OFFLINE_LIMIT_MS);
  const startedAt = now();
  const untilOnline = async (until: AbortSignal): Promise<void> => {
    const waitsSince = performance.now();
    await online({ signal: until });
    throwIfAborted(until);
    offlineMs += performance.now() - waitsSince;
  };
  let failures = 0;
  const tryUntilOver = (
    attempt: () => Promise<void>,
    isWorthRetrying: (error: AvatarError) => boolean,
    until: AbortSignal,
  ): Promise<void> =>
    retry(() => untilOnline(until).then(attempt), {
      policy,
      isWorthRetrying: (error) => !until.aborted && isPassing(error) && isWorthRetrying(error),
      signal: until,
      delay,
      now,
      startedAt,
    });
  const gaveUp = (remedy: string, cause: unknown): void => {
    if (signal.aborted) throw toAvatarError(cause, 'ABORTED', 'The call was aborted.');
    last = toAvatarError(cause, 'RTC_CONNECTION_FAILED', `${remedy} failed.`);
    logger.warn(`${remedy} did not bring the picture back`, cause);
  };
  await untilOnline(signal);
  if (first === 'ice' && restartIce) {
    try {
      await restartIce({ signal: ofThisSession });
      return;
    } catch (cause) {
      gaveUp('An ICE restart', cause);
    }
  }
  if (first !== 'session') {
    try {
      // Where the network answers and no picture comes, another session is worth more than more tries.
      await tryUntilOver(
        () => renewMedia({ signal: ofThisSession }),
        (error) => error.code === 'NETWORK' || ++failures < MOST_DARK_TRIES,
        ofThisSession,
      );
      return;
    } catch (cause) {
      gaveUp('A new connection', cause);
    }
  }
  if (!renewSession) throw last;
  await tryUntilOver(
    () => renewSession({ signal }),
    () => true,
    signal,
  );
}

/** Retrying helps neither a session that is over nor credentials that are refused. */
function isPassing(error: AvatarError): boolean {
  return error.recoverable && !isSessionOver(error);
}
