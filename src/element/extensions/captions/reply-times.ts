import type { TurnOutcome } from '../../../session/speech/speech-turn.js';
import type { HeardReply } from '../../session/tell-metrics.js';
import type { HeardSpeech } from './heard-speech.js';

/** When something was heard, as `performance.now()` counts. */
interface Heard {
  outcome: TurnOutcome['outcome'];
  fromMs: number;
  untilMs: number;
}

/** How long a reply of the backend's took; undefined of what is none. */
export function replyTimes(
  { turnId, timing }: HeardSpeech,
  { outcome, fromMs, untilMs }: Heard,
): HeardReply | undefined {
  if (turnId === undefined || !timing) return undefined;
  const { askedAt, answeredAt, spokenAt } = timing;
  return {
    turnId,
    outcome,
    answeredAfterMs: answeredAt - askedAt,
    heardAfterMs: fromMs - askedAt,
    heardAfterVoiceMs: spokenAt === undefined ? undefined : fromMs - spokenAt,
    heardMs: Math.max(0, untilMs - fromMs),
  };
}
