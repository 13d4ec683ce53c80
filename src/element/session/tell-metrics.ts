import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import { AvatarMetricsEvent, type AvatarMetrics } from '../events/metrics-event.js';
import { AvatarSessionEndEvent } from '../events/session-end-event.js';

/** The backend's answer to a message, as it was heard. */
export type HeardReply = Omit<AvatarMetrics, 'kind' | 'acceptedAfterMs'>;

/** Of what the page has it say itself. */
const UNKNOWN = { answeredAfterMs: undefined, heardAfterVoiceMs: undefined };

/**
 * Tells the page how long what is said takes, and what became of the session, until the signal aborts. Of replies that the backend
 * speaks the session knows nothing: whoever hears them tells by what is returned.
 */
export function tellMetrics(
  element: HTMLElement,
  session: Pick<KalturaAvatarSession, 'on'>,
  signal: AbortSignal,
): (reply: HeardReply) => void {
  let replies = 0;
  session.on('metrics', (turn) => element.dispatchEvent(new AvatarMetricsEvent({ ...turn, ...UNKNOWN })), { signal });
  session.on(
    'sessionEnd',
    (summary) => {
      element.dispatchEvent(new AvatarSessionEndEvent({ ...summary, turns: summary.turns + replies }));
      replies = 0;
    },
    { signal },
  );
  return (reply) => {
    replies += 1;
    element.dispatchEvent(new AvatarMetricsEvent({ ...reply, kind: 'reply', acceptedAfterMs: undefined }));
  };
}
