import { html, nothing, type TemplateResult } from 'lit';

import { anySignal } from '../../../core/abort-signals.js';
import type { AvatarHost, Extension } from '../extension.js';
import { styles } from './chroma-key.styles.js';
import { readKey, type Key } from './key.js';
import { KeyedPicture } from './keyed-picture.js';

export { styles };

export const isOfDocument = true;

/**
 * Shows the live picture without the colour behind the avatar, in place of the video.
 *
 * @csspart canvas - The avatar's picture in place of the video, with `chroma-key`.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  return new ChromaKey(host, signal);
}

class ChromaKey implements Extension {
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  /** The attribute that the picture was made for; null without a picture. */
  #keyed: string | null = null;
  #shown: { picture: KeyedPicture; lifetime: AbortController } | undefined;
  /** It was tried: this browser has no WebGL. */
  #isRefused = false;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
  }

  render(): TemplateResult | typeof nothing {
    const { state, chromaKey } = this.#host;
    const wanted = state === 'live' || state === 'reconnecting' ? chromaKey : null;
    if (wanted !== this.#keyed) {
      this.#keyed = wanted;
      if (wanted === null) this.#hide();
      else this.#show();
    }
    return this.#shown ? html`${this.#shown.picture.canvas}` : nothing;
  }

  #show(): void {
    const { video } = this.#host;
    const key = readKey(this.#host);
    if (!video || !key) this.#hide();
    else if (this.#shown) this.#shown.picture.setKey(key);
    else if (!this.#isRefused) this.#open(video, key);
  }

  #open(video: HTMLVideoElement, key: Key): void {
    const lifetime = new AbortController();
    const signal = anySignal(lifetime.signal, this.#signal);
    const picture = KeyedPicture.open({ video, host: this.#host, key, signal });
    if (picture) this.#shown = { picture, lifetime };
    else {
      this.#isRefused = true;
      this.#host
        .createLogger()
        .warn('chroma-key needs WebGL, which this browser does not give. The picture is shown with its background.');
    }
  }

  #hide(): void {
    this.#shown?.lifetime.abort();
    this.#shown = undefined;
  }
}
