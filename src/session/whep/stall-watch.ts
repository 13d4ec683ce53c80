import type { Delay } from '../../core/delay.js';

const POLL_MS = 500;

export interface StallWatchOptions {
  countFrames: () => Promise<number>;
  /** How long the picture has to stand still, in milliseconds. Default 3000. */
  stallAfterMs?: number | undefined;
  /** While it says so, time does not count. */
  isPaused?: (() => boolean) | undefined;
  delay: Delay;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Told once for each time that the picture stands still. */
  onStall: () => void;
  onResume?: (() => void) | undefined;
}

/**
 * Notices a picture that stands still. Only frames tell: a server whose source dies leaves the connection `connected`.
 * Looks are counted, not time, so that a page that slept is not told of its own sleep.
 */
export async function watchForStall(options: StallWatchOptions): Promise<void> {
  const { countFrames, stallAfterMs = 3000, isPaused, delay, signal, onStall, onResume } = options;
  let frames = -1;
  let stillMs = 0;
  for (;;) {
    if (!isPaused?.()) {
      const counted = await countFrames().catch(() => frames);
      if (signal.aborted) return;
      const wasStalled = stillMs >= stallAfterMs;
      // A source that comes back may be counted anew.
      stillMs = counted === frames ? stillMs + POLL_MS : 0;
      frames = counted;
      if (wasStalled && stillMs === 0) onResume?.();
      else if (!wasStalled && stillMs >= stallAfterMs) onStall();
    }
    try {
      await delay(POLL_MS, { signal });
    } catch {
      return; // The watch is over.
    }
  }
}
