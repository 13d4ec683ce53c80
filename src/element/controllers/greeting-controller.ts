import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { AvatarState } from '../avatar-state.js';

export interface GreetingHost extends ReactiveControllerHost {
  readonly greeting: string | null;
  readonly state: AvatarState;
  readonly session: KalturaAvatarSession | null;
  speak(text: string): Promise<void>;
}

/** Says the greeting once a session is live; one that was won back goes on where it was. */
export class GreetingController implements ReactiveController {
  readonly #host: GreetingHost;
  #greeted: KalturaAvatarSession | null = null;

  constructor(host: GreetingHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const { greeting, state, session } = this.#host;
    if (state === 'connecting') this.#greeted = null;
    if (state !== 'live' || session === this.#greeted) return;
    this.#greeted = session;
    // What fails is told by avatar-error.
    if (greeting?.trim()) void this.#host.speak(greeting).catch(() => undefined);
  }
}
