import type { Delay } from '../core/delay.js';
import { summarizeStats, type AvatarStats, type StatsSample } from './stats.js';

/** What a visitor sees: a fluent picture, one that stutters, or one that is hard to watch. */
export type Quality = 'good' | 'fair' | 'poor';

const EVERY_MS = 5000;

export interface QualityWatchOptions {
  getStats: () => Promise<RTCStatsReport>;
  /** A page that is hidden decodes as it likes, and nobody sees how well: nothing is read meanwhile. */
  isHidden: () => boolean;
  delay: Delay;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Told when two samples in a row, 5 s apart, agree on another quality. It begins as `good`. */
  onChange: (quality: Quality, stats: AvatarStats) => void;
}

/** Tells when the quality of the media changes. Never rejects. */
export async function watchQuality({
  getStats,
  isHidden,
  delay,
  signal,
  onChange,
}: QualityWatchOptions): Promise<void> {
  let told: Quality = 'good';
  let seen: Quality = 'good';
  let last: StatsSample | undefined;
  while (await passed(delay, signal)) {
    if (isHidden()) {
      last = undefined;
      continue;
    }
    // A connection that is being replaced has no statistics; the next one has.
    const report = await getStats().catch(() => undefined);
    if (!report || signal.aborted) continue;
    const { stats, sample } = summarizeStats(report, last);
    const quality = rate(stats, last ? sample.frozenMs - last.frozenMs : 0);
    last = sample;
    const isSettled = quality === seen;
    seen = quality;
    if (!isSettled || quality === told) continue;
    told = quality;
    onChange(quality, stats);
  }
}

/** Whether the time went by; false where the signal aborted before. */
function passed(delay: Delay, signal: AbortSignal): Promise<boolean> {
  return delay(EVERY_MS, { signal }).then(
    () => true,
    () => false,
  );
}

/**
 * `poor`: under 10 frames a second, over 8 % loss, over 600 ms to the other end and back, or frozen for over 1 s of 5.
 * `fair`: under 20, over 2 %, over 250 ms, or frozen at all.
 */
export function rate(stats: AvatarStats, frozenMs: number): Quality {
  const { framesPerSecond = 25, lossPercent = 0, roundTripMs = 0 } = stats;
  if (framesPerSecond < 10 || lossPercent > 8 || roundTripMs > 600 || frozenMs > 1000) return 'poor';
  if (framesPerSecond < 20 || lossPercent > 2 || roundTripMs > 250 || frozenMs > 0) return 'fair';
  return 'good';
}
