import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AvatarState } from '../avatar-state.js';
import { savesData } from '../session/save-data.js';

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
  readonly #opened: () => Promise<unknown>;
  #isOnScreen = false;
  /** Once each time that it comes to the page: a visitor who has ended it is not started again. */
  #isDue = true;

  /** @param opened Resolves once it may be started: nobody talks from a bubble that was never opened. */
  constructor(host: AutostartHost, opened: () => Promise<unknown>) {
    this.#host = host;
    this.#opened = opened;
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
    void Promise.all([this.#host.updateComplete, this.#opened()]).then(() => {
      if (this.#host.isConnected) void this.#host.start();
    });
  }
}
