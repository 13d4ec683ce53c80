import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** How a visitor's message came: typed, or spoken. */
export type MessageVia = 'text' | 'voice';

/**
 * The visitor says something to the avatar. Cancelable: after `preventDefault()` the element does nothing more, and the page
 * answers by `speak()`.
 */
export class AvatarMessageEvent extends Event {
  static readonly type = 'avatar-message';
  readonly message: string;
  readonly via: MessageVia;

  constructor(message: string, via: MessageVia) {
    super(AvatarMessageEvent.type, { ...LEAVES_SHADOW_ROOTS, cancelable: true });
    this.message = message;
    this.via = via;
  }
}
