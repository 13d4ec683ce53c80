/** Safari on the iPhone shows nothing but a video in full screen. */
interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
  readonly webkitSupportsFullscreen?: boolean;
}

/** The element, or where only that is possible its video, over the whole screen. */
export class FullScreen {
  readonly #host: HTMLElement & { readonly video: HTMLVideoElement | null };

  constructor(
    host: HTMLElement & { readonly video: HTMLVideoElement | null },
    onChange: () => void,
    signal: AbortSignal,
  ) {
    this.#host = host;
    host.ownerDocument.addEventListener('fullscreenchange', onChange, { signal });
    signal.addEventListener('abort', () => void this.#leave());
  }

  get isSupported(): boolean {
    return this.#host.ownerDocument.fullscreenEnabled || this.#appleVideo !== undefined;
  }

  get isOn(): boolean {
    return this.#host.matches(':fullscreen');
  }

  /** To be called from a click or a key. */
  async toggle(): Promise<void> {
    if (this.isOn) await this.#leave();
    else if (this.#host.ownerDocument.fullscreenEnabled) await this.#enter();
    else this.#appleVideo?.webkitEnterFullscreen?.();
  }

  get #appleVideo(): AppleVideo | undefined {
    const video: AppleVideo | null = this.#host.video;
    return video?.webkitSupportsFullscreen ? video : undefined;
  }

  async #enter(): Promise<void> {
    const isFloating = 'popover' in this.#host && this.#host.matches(':popover-open');
    // Browsers refuse full screen to an open popover. It is shown again once full screen is over.
    if (isFloating) this.#host.hidePopover();
    try {
      await this.#host.requestFullscreen();
    } catch (error) {
      if (isFloating) this.#host.showPopover();
      throw error;
    }
  }

  async #leave(): Promise<void> {
    if (this.isOn) await this.#host.ownerDocument.exitFullscreen();
  }
}
