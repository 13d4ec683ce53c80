import type { SessionEndReason } from '../../../session/session-metrics.js';
import { AvatarStateChangeEvent } from '../../events/state-change-event.js';
import type { AvatarHost } from '../extension.js';
import type { TextKey } from '../text-of.js';
import { asClock, Countdown } from './countdown.js';

const OF_REASON: Partial<Record<SessionEndReason, TextKey>> = {
  idle: 'endedIdle',
  limit: 'endedLimit',
  service: 'endedByService',
};

/** Says why it ended, or when it can be tried again; to be called with each update of the element. */
export function watchHint(host: AvatarHost, signal: AbortSignal): () => void {
  const { remarks, localizer } = host;
  let ended: TextKey | undefined;
  let retryAt: number | undefined;
  let counted: unknown;
  let counting = new AbortController();

  const hint = (): string | undefined => {
    if (host.state === 'ended') return ended && localizer.term(ended);
    const leftMs = (retryAt ?? 0) - performance.now();
    return host.state === 'error' && leftMs > 0 ? localizer.term('tryAgainIn', asClock(leftMs)) : undefined;
  };
  const update = (): void => {
    const next = hint();
    if (next === remarks.hint) return;
    remarks.hint = next;
    host.requestUpdate();
  };
  const count = (afterMs: number): void => {
    const until = (retryAt = performance.now() + afterMs);
    counting = new AbortController();
    new Countdown({
      leftMs: () => Math.max(0, until - performance.now()),
      shownMs: Infinity,
      onSecond: update,
      onOver: update,
      signal: counting.signal,
    });
  };

  const onStateChange = ({ state, reason }: AvatarStateChangeEvent): void => {
    ended = state === 'ended' && reason ? OF_REASON[reason] : undefined;
    // Before the views are drawn: it is read out once, and not twice.
    update();
  };
  host.addEventListener(AvatarStateChangeEvent.type, onStateChange, { signal });
  signal.addEventListener('abort', () => {
    counting.abort();
    remarks.hint = undefined;
  });
  return () => {
    if (counted !== host.error) {
      counted = host.error;
      counting.abort();
      retryAt = undefined;
      const { code, retryAfterMs, details } = host.error ?? {};
      if (code === 'CAPACITY' && details?.['queue'] !== undefined) remarks.hasQueue = true;
      if (code === 'CAPACITY' && retryAfterMs !== undefined) count(retryAfterMs);
    }
    update();
  };
}
