import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The avatar is heard to have stopped. */
export class AvatarSpeakingEndEvent extends Event {
  static readonly type = 'avatar-speaking-end';

  constructor() {
    super(AvatarSpeakingEndEvent.type, LEAVES_SHADOW_ROOTS);
  }
}
