import type { TurnMetrics } from '../../session/session-metrics.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** How long the avatar took to say something, without a word of it. What did not come to pass, or is not known, is undefined. */
export interface AvatarMetrics extends Omit<TurnMetrics, 'kind'> {
  /** A text or a recording that the page had it say, or the backend's reply to a message. */
  readonly kind: TurnMetrics['kind'] | 'reply';
  /** From when the backend was asked for a reply until the first piece of its text came, in milliseconds. */
  readonly answeredAfterMs: number | undefined;
  /** From the end of what the visitor said, where they spoke, until the reply is heard, in milliseconds. */
  readonly heardAfterVoiceMs: number | undefined;
}

/** A turn is over: how long it took. */
export class AvatarMetricsEvent extends Event implements AvatarMetrics {
  static readonly type = 'avatar-metrics';
  readonly turnId: string;
  readonly kind: AvatarMetrics['kind'];
  readonly outcome: AvatarMetrics['outcome'];
  readonly acceptedAfterMs: number | undefined;
  readonly answeredAfterMs: number | undefined;
  readonly heardAfterVoiceMs: number | undefined;
  readonly heardAfterMs: number | undefined;
  readonly heardMs: number | undefined;

  constructor(metrics: AvatarMetrics) {
    super(AvatarMetricsEvent.type, LEAVES_SHADOW_ROOTS);
    this.turnId = metrics.turnId;
    this.kind = metrics.kind;
    this.outcome = metrics.outcome;
    this.acceptedAfterMs = metrics.acceptedAfterMs;
    this.answeredAfterMs = metrics.answeredAfterMs;
    this.heardAfterVoiceMs = metrics.heardAfterVoiceMs;
    this.heardAfterMs = metrics.heardAfterMs;
    this.heardMs = metrics.heardMs;
  }
}
