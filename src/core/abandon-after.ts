import { abandonable } from './abandon.js';
import { anySignal } from './abort-signals.js';
import { AvatarError } from './errors.js';
import { LONGEST_TIMER_MS } from './timeout-signal.js';

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
