import type { AvatarHost } from '../extension.js';
import { nameOf } from '../text-of.js';

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
  video { inline-size: 100%; block-size: 100%; display: block; }
  p {
    position: fixed; inset-inline: 0; inset-block-end: 4vh; inline-size: fit-content; max-inline-size: 88vw; margin: auto;
    padding: .3em .75em; border-radius: .6em; background: rgb(15 14 32 / 78%); -webkit-backdrop-filter: blur(8px);
    backdrop-filter: blur(8px); color: #fff; font: 500 clamp(12px, 5vmin, 24px)/1.35 system-ui, sans-serif; text-align: center;
    text-wrap: balance;
  }
  p:empty { display: none; }
`;

/** What the element has opened, and fills. */
interface Opened {
  window: Window;
  video: HTMLVideoElement;
  caption: HTMLElement;
}

/**
 * The avatar in a small window above all others. Where the browser lets a page fill that window, the captions go along;
 * elsewhere the browser shows the bare video, with its own captions where it has any. Either shows the picture as it was sent,
 * with its background: what chroma-key draws belongs on a page.
 */
export class PictureInPicture {
  readonly #host: AvatarHost;
  readonly #onChange: () => void;
  readonly #signal: AbortSignal;
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;

  constructor(host: AvatarHost, onChange: () => void, signal: AbortSignal) {
    this.#host = host;
    this.#onChange = onChange;
    this.#signal = signal;
    // Both bubble to the shadow root.
    host.shadowRoot?.addEventListener('enterpictureinpicture', onChange, { signal });
    host.shadowRoot?.addEventListener('leavepictureinpicture', onChange, { signal });
    // A video that has left the page may have left its window, too.
    signal.addEventListener('abort', () => void this.#leave().catch(() => undefined));
  }

  get isSupported(): boolean {
    const { video, session } = this.#host;
    if (!video || session?.noPicture) return false;
    // Also where a frame is not allowed to, or the page has forbidden it for this video.
    return this.#canFillWindow || (document.pictureInPictureEnabled && !video.disablePictureInPicture);
  }

  get isOn(): boolean {
    return this.#opened !== undefined || this.#isBareVideo;
  }

  /** To be called from a click or a key. */
  async toggle(): Promise<void> {
    if (this.isOn) await this.#leave();
    else if (this.#canFillWindow)
      await (this.#opening ??= this.#openWindow().finally(() => (this.#opening = undefined)));
    else await this.#host.video?.requestPictureInPicture();
  }

  /** The element was updated: its stream may be another one, and so may its caption. */
  update(): void {
    if (!this.#opened) return;
    const { video, caption } = this.#opened;
    const { video: source, captions, transcriptLog } = this.#host;
    const stream = source?.srcObject ?? null;
    if (video.srcObject !== stream) video.srcObject = stream;
    const text = (captions ? transcriptLog.caption?.text : undefined) ?? '';
    if (caption.textContent !== text) caption.textContent = text;
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
    if (this.#signal.aborted) {
      opened.close();
      return;
    }
    opened.addEventListener('pagehide', () => {
      this.#opened = undefined;
      this.#onChange();
    });
    this.#opened = { window: opened, ...this.#fill(opened) };
    this.update();
    this.#onChange();
  }

  #fill({ document, CSSStyleSheet }: Window & typeof globalThis): Pick<Opened, 'video' | 'caption'> {
    const { localizer, video: source } = this.#host;
    document.title = nameOf(this.#host) ?? localizer.term('avatar');
    document.documentElement.lang = localizer.spokenLang;
    const styles = new CSSStyleSheet();
    styles.replaceSync(WINDOW_STYLES);
    document.adoptedStyleSheets = [styles];
    const video = document.createElement('video');
    // The page's own video goes on to be heard.
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    const caption = document.createElement('p');
    caption.dir = 'auto';
    if (source) {
      const { objectFit, objectPosition, fontFamily } = getComputedStyle(source);
      Object.assign(video.style, { objectFit, objectPosition });
      caption.style.fontFamily = fontFamily;
    }
    document.body.append(video, caption);
    return { video, caption };
  }

  async #leave(): Promise<void> {
    this.#opened?.window.close();
    const { ownerDocument } = this.#host;
    if (this.#isBareVideo && 'exitPictureInPicture' in ownerDocument) await ownerDocument.exitPictureInPicture();
  }
}
