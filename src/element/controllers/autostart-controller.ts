import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AvatarState } from '../avatar-state.js';
import { savesData } from '../save-data.js';

export interface AutostartHost extends ReactiveControllerHost {
  readonly autostart: boolean;
  readonly loading: 'eager' | 'lazy';
  readonly state: AvatarState;
  readonly isConnected: boolean;
  start(): Promise<void>;
}

/** Starts an avatar with `autostart` once it is on the page, and with `loading="lazy"` once it is seen there. */
export class AutostartController implements ReactiveController {
  readonly #host: AutostartHost;
  #isOnScreen = false;
  /** Once each time that it comes to the page: a visitor who has ended it is not started again. */
  #isDue = true;

  constructor(host: AutostartHost) {
    this.#host = host;
    host.addController(this);
  }

  setOnScreen(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.hostUpdated();
  }

  hostConnected(): void {
    if (this.#host.state === 'ended') this.#isDue = true;
  }

  hostUpdated(): void {
    const { autostart, loading } = this.#host;
    if (!this.#isDue || !autostart || (loading === 'lazy' && !this.#isOnScreen) || savesData()) return;
    this.#isDue = false;
    // Once this update is through: starting asks for the next one.
    void this.#host.updateComplete.then(() => {
      if (this.#host.isConnected) void this.#host.start();
    });
  }
}
