import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface PlaybackHost extends ReactiveControllerHost {
  readonly muted: boolean;
  /** From 0 to 1. */
  readonly volume: number;
  readonly video: HTMLVideoElement | null;
}

/** Plays the avatar's stream, without sound where the browser does not allow sound before a click. */
export class PlaybackController implements ReactiveController {
  readonly #host: PlaybackHost;
  #stream: MediaStream | null = null;
  #isSoundBlocked = false;

  constructor(host: PlaybackHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the browser has refused sound that the page wants. */
  get isSoundBlocked(): boolean {
    return this.#isSoundBlocked && !this.#host.muted;
  }

  setStream(stream: MediaStream | null): void {
    this.#stream = stream;
    this.#setSoundBlocked(false);
    this.#play();
  }

  /** To be called from a click, which is what browsers wait for. */
  unblock(): void {
    this.#setSoundBlocked(false);
    this.#play();
  }

  /** A video that was moved in the page is paused by the browser. */
  hostConnected(): void {
    this.#play();
  }

  hostUpdated(): void {
    const { video, muted, volume } = this.#host;
    if (!video) return;
    video.muted = muted || this.#isSoundBlocked;
    video.volume = volume;
  }

  #play(): void {
    const { video, muted } = this.#host;
    if (!video) return;
    if (video.srcObject !== this.#stream) video.srcObject = this.#stream;
    if (!this.#stream) return;
    video.muted = muted || this.#isSoundBlocked;
    video.play().catch((error: unknown) => this.#onPlayRefused(error));
  }

  #onPlayRefused(error: unknown): void {
    const isPolicy = error instanceof DOMException && error.name === 'NotAllowedError';
    // Anything else is a play() that a newer stream or a removal cut short.
    if (!isPolicy || this.#host.video?.muted !== false) return;
    this.#setSoundBlocked(true);
    this.#play();
  }

  #setSoundBlocked(isBlocked: boolean): void {
    if (isBlocked === this.#isSoundBlocked) return;
    this.#isSoundBlocked = isBlocked;
    this.#host.requestUpdate();
  }
}
