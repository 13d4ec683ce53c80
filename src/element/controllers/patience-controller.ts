import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { delay as realDelay, type Delay } from '../../core/delay.js';
import type { AvatarState } from '../avatar-state.js';

/** A visitor who waits longer than this for the first picture wants to know why, in milliseconds. */
const PATIENCE_MS = 8000;

/** Tells when connecting takes longer than a visitor expects. */
export class PatienceController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly state: AvatarState };
  readonly #delay: Delay;
  #waiting: AbortController | undefined;
  #isOver = false;

  constructor(host: ReactiveControllerHost & { readonly state: AvatarState }, delay: Delay = realDelay) {
    this.#host = host;
    this.#delay = delay;
    host.addController(this);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  hostUpdate(): void {
    const isConnecting = this.#host.state === 'connecting';
    if (isConnecting && !this.#waiting) this.#wait((this.#waiting = new AbortController()));
    if (!isConnecting) this.hostDisconnected();
  }

  hostDisconnected(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#isOver = false;
  }

  #wait({ signal }: AbortController): void {
    this.#delay(PATIENCE_MS, { signal }).then(
      () => {
        this.#isOver = true;
        this.#host.requestUpdate();
      },
      () => undefined, // It came in time.
    );
  }
}
