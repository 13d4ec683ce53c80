import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** What goes on besides speaking. Both may be true. */
export interface AvatarActivity {
  /** The visitor is listened to. */
  readonly listening: boolean;
  /** The visitor has said something, and the answer is not heard yet. */
  readonly thinking: boolean;
}

/** The avatar begins or stops to listen, or to think. */
export class AvatarActivityChangeEvent extends Event implements AvatarActivity {
  static readonly type = 'avatar-activity-change';
  readonly listening: boolean;
  readonly thinking: boolean;

  constructor({ listening, thinking }: AvatarActivity) {
    super(AvatarActivityChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.listening = listening;
    this.thinking = thinking;
  }
}
