import type { AvatarState } from '../avatar-state.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The element entered another state. */
export class AvatarStateChangeEvent extends Event {
  static readonly type = 'avatar-state-change';
  readonly state: AvatarState;

  constructor(state: AvatarState) {
    super(AvatarStateChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.state = state;
  }
}
