import type { AvatarHost } from '../extension.js';

/** The API that shows a document of one's own in a window above all others: Chromium from 116 on. */
interface DocumentPictureInPicture extends EventTarget {
  readonly window: Window | null;
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: DocumentPictureInPicture;
  }
}

const WINDOW_STYLES = `
  html, body { margin: 0; block-size: 100%; overflow: hidden; background: #17162b; }
  video { inline-size: 100%; block-size: 100%; object-fit: cover; display: block; }
  p {
    position: fixed; inset-inline: 0; inset-block-end: 4vh; inline-size: fit-content; max-inline-size: 88vw; margin: auto; padding: .3em .7em;
    border-radius: .5em; background: rgb(0 0 0 / 78%); color: #fff; font: 500 clamp(12px, 5vmin, 24px)/1.35 system-ui, sans-serif;
    text-align: center; text-wrap: balance;
  }
  p:empty { display: none; }
`;

/**
 * The avatar in a small window above all others. Where the browser lets a page fill that window, the captions go along;
 * elsewhere the browser shows the bare video, with its own captions where it has any.
 */
export class PictureInPicture {
  readonly #host: AvatarHost;
  readonly #onChange: () => void;
  readonly #signal: AbortSignal;
  #window: Window | undefined;

  constructor(host: AvatarHost, onChange: () => void, signal: AbortSignal) {
    this.#host = host;
    this.#onChange = onChange;
    this.#signal = signal;
    // Both bubble to the shadow root.
    host.shadowRoot?.addEventListener('enterpictureinpicture', onChange, { signal });
    host.shadowRoot?.addEventListener('leavepictureinpicture', onChange, { signal });
    signal.addEventListener('abort', () => void this.#leave());
  }

  get isSupported(): boolean {
    return this.#canFillWindow || (document.pictureInPictureEnabled && this.#host.video !== null);
  }

  get isOn(): boolean {
    return this.#window !== undefined || this.#isBareVideo;
  }

  /** To be called from a click or a key. */
  async toggle(): Promise<void> {
    if (this.isOn) await this.#leave();
    else if (this.#canFillWindow) await this.#openWindow();
    else await this.#host.video?.requestPictureInPicture();
  }

  /** The page's picture was given another stream. */
  update(): void {
    const video = this.#window?.document.querySelector('video');
    const stream = this.#host.video?.srcObject ?? null;
    if (video && video.srcObject !== stream) video.srcObject = stream;
  }

  get #canFillWindow(): boolean {
    // Frames are not allowed to.
    return window.documentPictureInPicture !== undefined && window.top === window;
  }

  get #isBareVideo(): boolean {
    return this.#host.shadowRoot?.pictureInPictureElement === this.#host.video && this.#host.video !== null;
  }

  async #openWindow(): Promise<void> {
    const { offsetWidth, offsetHeight } = this.#host;
    const scale = Math.min(1, 360 / Math.max(offsetWidth, offsetHeight, 1));
    const opened = await window.documentPictureInPicture?.requestWindow({
      width: Math.round(offsetWidth * scale),
      height: Math.round(offsetHeight * scale),
    });
    if (!opened) return;
    this.#window = opened;
    const closed = new AbortController();
    opened.addEventListener('pagehide', () => {
      closed.abort();
      this.#window = undefined;
      this.#onChange();
    });
    this.#fill(opened, AbortSignal.any([closed.signal, this.#signal]));
    this.#onChange();
  }

  #fill({ document, CSSStyleSheet }: Window & typeof globalThis, signal: AbortSignal): void {
    const { localizer } = this.#host;
    document.title = this.#host.label ?? localizer.term('avatar');
    const styles = new CSSStyleSheet();
    styles.replaceSync(WINDOW_STYLES);
    document.adoptedStyleSheets = [styles];
    const video = document.createElement('video');
    // The page's own video goes on to be heard.
    video.muted = true;
    video.playsInline = true;
    const captions = document.createElement('p');
    captions.dir = 'auto';
    document.body.append(video, captions);
    this.update();
    void video.play().catch(() => undefined); // The window was closed at once.
    this.#host.addEventListener(
      'avatar-caption',
      ({ text }) => (captions.textContent = this.#host.captions ? text : ''),
      { signal },
    );
    this.#host.addEventListener('avatar-speaking-end', () => (captions.textContent = ''), { signal });
  }

  async #leave(): Promise<void> {
    this.#window?.close();
    if (this.#isBareVideo) await document.exitPictureInPicture();
  }
}
