import type { Delay } from '../../core/delay.js';

const POLL_MS = 500;

export interface StallWatchOptions {
  countFrames: () => Promise<number>;
  /** How long the picture has to stand still, in milliseconds. Default 3000. */
  stallAfterMs?: number | undefined;
  delay: Delay;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Told once for each time that the picture stands still. */
  onStall: () => void;
  onResume?: (() => void) | undefined;
}

/**
 * Notices a picture that stands still. Only frames tell: a server whose source dies leaves the connection `connected`.
 */
export async function watchForStall(options: StallWatchOptions): Promise<void> {
  const { countFrames, stallAfterMs = 3000, delay, signal, onStall, onResume } = options;
  let frames = -1;
  let stillMs = 0;
  while (!signal.aborted) {
    const counted = await countFrames().catch(() => frames);
    if (counted > frames) {
      if (stillMs >= stallAfterMs) onResume?.();
      stillMs = 0;
    } else {
      stillMs += POLL_MS;
      if (stillMs >= stallAfterMs && stillMs - POLL_MS < stallAfterMs) onStall();
    }
    frames = counted;
    try {
      await delay(POLL_MS, { signal });
    } catch {
      return; // The watch is over.
    }
  }
}
