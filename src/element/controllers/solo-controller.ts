import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { AvatarSpeakingStartEvent } from '../events.js';

export interface SoloHost extends ReactiveControllerHost, HTMLElement {
  readonly solo: boolean;
  readonly speaking: boolean;
  interrupt(): Promise<void>;
}

/**
 * Of all avatars with `solo` on a page one speaks at a time: whoever begins silences the others. They hear of each other by their
 * events, so that it holds for avatars of several copies of this library, too.
 */
export class SoloController implements ReactiveController {
  readonly #host: SoloHost;
  #connected: AbortController | undefined;

  constructor(host: SoloHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const { signal } = (this.#connected = new AbortController());
    this.#host.ownerDocument.addEventListener(AvatarSpeakingStartEvent.type, (event) => this.#onSpeaking(event), {
      signal,
    });
  }

  hostDisconnected(): void {
    this.#connected?.abort();
  }

  #onSpeaking(event: Event): void {
    const [speaker] = event.composedPath();
    const isOther = speaker !== this.#host && (speaker as Partial<SoloHost> | undefined)?.solo === true;
    // What fails is told by avatar-error.
    if (isOther && this.#host.solo && this.#host.speaking) void this.#host.interrupt().catch(() => undefined);
  }
}
