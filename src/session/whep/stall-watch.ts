import type { Delay } from '../../core/delay.js';
import type { FrameCount } from './frame-count.js';

const POLL_MS = 500;

/** Before anything was counted. */
const NOTHING: FrameCount = { arrived: -1, decoded: -1 };

export interface StallWatchOptions {
  /** When a picture was shown last, on any clock: it is not counted while this changes. Undefined where the browser does not tell. */
  shownAt?: (() => number | undefined) | undefined;
  /** A report of all statistics, which costs the page more than all else that goes on in it. */
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
  const { shownAt, count, stallAfterMs = 3000, isPaused, mayRest, delay, signal, onStall, onResume } = options;
  /** Undefined where it was not counted when it was looked at last, because there was no need. */
  let last: FrameCount | undefined = NOTHING;
  let shownLastAt: number | undefined;
  let stillMs = 0;
  let undecodedMs = 0;
  let isStalled = false;
  const look = async (): Promise<void> => {
    const shown = shownAt?.();
    if (shown !== undefined && shown !== shownLastAt) {
      shownLastAt = shown;
      stillMs = undecodedMs = 0;
      last = undefined;
      return;
    }
    const counted = await count().catch(() => last ?? NOTHING);
    // A source that comes back may be counted anew. Where nothing was counted before, nothing was shown since all the same.
    stillMs = !last || counted.arrived === last.arrived ? stillMs + POLL_MS : 0;
    if (mayRest?.() || counted.decoded === undefined) undecodedMs = -stallAfterMs;
    else undecodedMs = !last || counted.decoded === last.decoded ? undecodedMs + POLL_MS : 0;
    last = counted;
  };
  for (;;) {
    if (!isPaused?.()) {
      await look();
      if (signal.aborted) return;
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
