import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/**
 * Where a visitor stands who waits for the avatar: `offered` that they may wait, `waiting`, their `turn`, `missed` where that passed, and
 * `over` where they wait no more, because they are served or have left.
 */
export type QueueState = 'offered' | 'waiting' | 'turn' | 'missed' | 'over';

/** All avatars are busy, and the visitor waits, has another place, or waits no more. */
export class AvatarQueueChangeEvent extends Event {
  static readonly type = 'avatar-queue-change';
  readonly queue: QueueState;
  /** From 1 on; null where it is not known. */
  readonly place: number | null;

  constructor(queue: QueueState, place: number | null) {
    super(AvatarQueueChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.queue = queue;
    this.place = place;
  }
}
