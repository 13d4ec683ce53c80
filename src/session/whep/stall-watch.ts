import type { Delay } from '../../core/delay.js';
import type { FrameCount } from './frame-count.js';

const POLL_MS = 500;

export interface StallWatchOptions {
  count: () => Promise<FrameCount>;
  /** How long the picture has to stand still, in milliseconds. Default 3000. */
  stallAfterMs?: number | undefined;
  /** While it says so, time does not count. */
  isPaused?: (() => boolean) | undefined;
  /** While it says so, frames that arrive need not be decoded; once they have to be, the decoder gets twice the time. */
  mayRest?: (() => boolean) | undefined;
  delay: Delay;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Called once each time the picture freezes: nothing arrives, or what arrives is not decoded. */
  onStall: (what: 'stream' | 'decoder') => void;
  onResume?: (() => void) | undefined;
}

/**
 * Detects a frozen picture. Only frames tell: a server whose source dies leaves the connection `connected`, and so does
 * a decoder that hangs. Looks are counted, not time, so that a page that slept is not told of its own sleep.
 */
export async function watchForStall(options: StallWatchOptions): Promise<void> {
  const { count, stallAfterMs = 3000, isPaused, mayRest, delay, signal, onStall, onResume } = options;
  let last: FrameCount = { arrived: -1, decoded: -1 };
  let stillMs = 0;
  let undecodedMs = 0;
  let isStalled = false;
  for (;;) {
    if (!isPaused?.()) {
      const counted = await count().catch(() => last);
      if (signal.aborted) return;
      // A source that comes back may be counted anew.
      stillMs = counted.arrived === last.arrived ? stillMs + POLL_MS : 0;
      if (mayRest?.() || counted.decoded === undefined) undecodedMs = -stallAfterMs;
      else undecodedMs = counted.decoded === last.decoded ? undecodedMs + POLL_MS : 0;
      last = counted;
      const wasStalled = isStalled;
      isStalled = Math.max(stillMs, undecodedMs) >= stallAfterMs;
      if (wasStalled && !isStalled) onResume?.();
      else if (!wasStalled && isStalled) onStall(stillMs >= stallAfterMs ? 'stream' : 'decoder');
    }
    try {
      await delay(POLL_MS, { signal });
    } catch {
      return; // The watch is over.
    }
  }
}
