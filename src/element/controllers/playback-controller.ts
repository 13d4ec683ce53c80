import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { Blocked, Playback, Sound } from '../../session/playback.js';

export interface PlaybackHost extends ReactiveControllerHost, Sound {
  readonly session: KalturaAvatarSession | null;
  readonly video: HTMLVideoElement | null;
}

/** Has the session at hand play in the element's video. */
export class PlaybackController implements ReactiveController {
  readonly #host: PlaybackHost;
  #session: KalturaAvatarSession | null = null;
  #playback: Playback | undefined;

  constructor(host: PlaybackHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the visitor has to allow before it is heard, or goes on at all. */
  get blocked(): Blocked | undefined {
    return this.#playback?.blocked;
  }

  /** Whether a picture of the stream at hand is shown, be it the last. */
  get hasPicture(): boolean {
    return !!this.#playback?.hasPlayed && !this.#session?.noPicture;
  }

  /** To be called from a click, which is what browsers wait for. */
  unblock(): void {
    this.#playback?.play();
  }

  hostConnected(): void {
    this.#playback?.update();
  }

  hostUpdated(): void {
    const { session, video } = this.#host;
    this.#playback?.update();
    if (session === this.#session || !video) return;
    this.#session = session;
    this.#playback?.close();
    this.#playback = session?.playIn(video, { sound: this.#host, onChange: () => this.#host.requestUpdate() });
  }
}
