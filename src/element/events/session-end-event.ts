import type { SessionSummary } from '../../session/session-metrics.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** A session whose avatar was seen is over: fired once, whatever has ended it. */
export class AvatarSessionEndEvent extends Event implements SessionSummary {
  static readonly type = 'avatar-session-end';
  readonly seconds: number;
  readonly turns: number;
  readonly reason: SessionSummary['reason'];
  readonly worstQuality: SessionSummary['worstQuality'];

  constructor({ seconds, turns, reason, worstQuality }: SessionSummary) {
    super(AvatarSessionEndEvent.type, LEAVES_SHADOW_ROOTS);
    this.seconds = seconds;
    this.turns = turns;
    this.reason = reason;
    this.worstQuality = worstQuality;
  }
}
