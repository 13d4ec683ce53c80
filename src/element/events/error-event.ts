import type { AvatarError } from '../../core/errors.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** Something failed; `state` of the element tells whether the avatar goes on. */
export class AvatarErrorEvent extends Event {
  static readonly type = 'avatar-error';
  readonly error: AvatarError;

  constructor(error: AvatarError) {
    super(AvatarErrorEvent.type, LEAVES_SHADOW_ROOTS);
    this.error = error;
  }
}
