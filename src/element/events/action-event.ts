import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/**
 * An answer has the page do something: fired when the words before it are heard. Cancelable: after `preventDefault()` the element
 * does not run the page's action of that name. What it holds may come from a language model: it is never HTML, and no address to go to.
 */
export class AvatarActionEvent extends Event {
  static readonly type = 'avatar-action';
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;

  constructor(action: string, args: Readonly<Record<string, unknown>>) {
    super(AvatarActionEvent.type, { ...LEAVES_SHADOW_ROOTS, cancelable: true });
    this.action = action;
    this.args = args;
  }
}
