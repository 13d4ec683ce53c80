import type { Delay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';

/** Short enough not to be felt, long enough to cost nothing. */
const POLL_MS = 40;

export interface FirstFrameOptions {
  countFrames: () => Promise<number>;
  /** How long to wait, in milliseconds. */
  deadlineMs: number;
  /** The frames that were there before. Default 0. */
  after?: number;
  delay: Delay;
  /** Milliseconds of a clock that never goes back. Default `performance.now()`. */
  now?: () => number;
  signal: AbortSignal;
}

/**
 * Resolves with the first frame. Only this tells that media comes: a server may accept an offer for a stream that does
 * not exist, connect, and stay dark.
 *
 * @throws {AvatarError} `MEDIA_STALLED` when the deadline has passed.
 */
export async function waitForFirstFrame({
  countFrames,
  deadlineMs,
  after = 0,
  delay,
  now = () => performance.now(),
  signal,
}: FirstFrameOptions): Promise<void> {
  const startedAt = now();
  for (let waitedMs = 0; (await countFrames()) === after; waitedMs += POLL_MS) {
    // A browser makes the timers of a page that is out of sight much longer.
    if (Math.max(waitedMs, now() - startedAt) >= deadlineMs) {
      throw new AvatarError(
        'MEDIA_STALLED',
        `The avatar is connected, but no picture came within ${deadlineMs / 1000} s. Try again.`,
      );
    }
    await delay(POLL_MS, { signal });
  }
}
