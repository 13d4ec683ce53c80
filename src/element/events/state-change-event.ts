import type { SessionEndReason } from '../../session/session-metrics.js';
import type { AvatarState } from '../avatar-state.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The element entered another state. */
export class AvatarStateChangeEvent extends Event {
  static readonly type = 'avatar-state-change';
  readonly state: AvatarState;
  /** With `ended`: why. Null with all other states. */
  readonly reason: SessionEndReason | null;

  constructor(state: AvatarState, reason: SessionEndReason | null = null) {
    super(AvatarStateChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.state = state;
    this.reason = reason;
  }
}
