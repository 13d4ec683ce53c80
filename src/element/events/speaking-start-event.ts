import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The avatar is heard to begin to speak. */
export class AvatarSpeakingStartEvent extends Event {
  static readonly type = 'avatar-speaking-start';

  constructor() {
    super(AvatarSpeakingStartEvent.type, LEAVES_SHADOW_ROOTS);
  }
}
