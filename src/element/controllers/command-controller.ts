import type { ReactiveController } from 'lit';

import { untilLoaded } from '../../core/until-loaded.js';
import type { CommandCode, CommandHost } from './commands.js';

/** The event of the invoker commands of HTML, where the browser has them. */
interface CommandEventLike extends Event {
  readonly command?: string;
  readonly source?: Element | null;
}

/**
 * Lets buttons of the page control the avatar without a script: `<button commandfor="guide" command="--start">`. Where the browser
 * lacks invoker commands (before Chrome 135, Firefox 144, Safari 26.2), clicks on such buttons are looked for in the
 * element's document and shadow root, and kept from submitting a form. What the commands do is loaded with the first of them.
 */
export class CommandController implements ReactiveController {
  readonly #host: CommandHost;
  #connected: AbortController | undefined;

  constructor(host: CommandHost) {
    this.#host = host;
  }

  hostConnected(): void {
    const host = this.#host;
    const { signal } = (this.#connected = new AbortController());
    const onFailure = (error: unknown): void =>
      host.createLogger().warn('The avatar’s commands could not be loaded', error);
    const load = (use: (code: CommandCode) => void): void =>
      // Rejects where the element has left the page.
      void untilLoaded(() => import('./commands.js'), { onFailure, signal }).then(use, () => undefined);
    const onCommand = (event: CommandEventLike): void => {
      // Once the event is over, its source is gone.
      const { command = '', source } = event;
      const value = (source as HTMLButtonElement | null | undefined)?.value ?? '';
      // Silent also where the browser has refused the sound, which this click allows.
      const wasSilent = host.muted || host.playback.blocked !== undefined;
      load(({ runCommand }) => runCommand(host, command, value, wasSilent));
    };
    host.addEventListener('command', onCommand, { signal });
    if (!('commandForElement' in HTMLButtonElement.prototype)) load(({ followClicks }) => followClicks(host, signal));
  }

  hostDisconnected(): void {
    this.#connected?.abort();
  }
}
