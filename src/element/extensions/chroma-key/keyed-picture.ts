import { FrameLoop } from './frame-loop.js';
import type { Key } from './key.js';
import { Keyer, openContext } from './keyer.js';

export interface KeyedPictureOptions {
  video: HTMLVideoElement;
  /** What the picture is shown in. */
  host: Element;
  key: Key;
  /** Takes the picture away, and shows the video again. */
  signal: AbortSignal;
}

/** The picture of a video without its background, on a canvas of its own. */
export class KeyedPicture {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGLRenderingContext;
  readonly #options: KeyedPictureOptions;
  #key: Key;
  #keyer: Keyer | undefined;

  /** Undefined where the browser cannot draw it. */
  static open(options: KeyedPictureOptions): KeyedPicture | undefined {
    const canvas = document.createElement('canvas');
    const gl = openContext(canvas);
    try {
      return gl ? new KeyedPicture(gl, canvas, options) : undefined;
    } catch {
      return undefined; // A driver that does not take the shaders.
    }
  }

  private constructor(gl: WebGLRenderingContext, canvas: HTMLCanvasElement, options: KeyedPictureOptions) {
    const { video, host, key, signal } = options;
    this.#options = options;
    this.#gl = gl;
    this.#key = key;
    this.canvas = canvas;
    canvas.className = 'keyed';
    canvas.part.add('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    canvas.addEventListener('webglcontextlost', (event) => this.#onLost(event), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.#build(), { signal });
    this.#build();
    new FrameLoop({ video, element: host, onFrame: () => this.#draw(), signal });
    signal.addEventListener('abort', () => this.#dispose());
  }

  setKey(key: Key): void {
    this.#key = key;
    this.#keyer?.setKey(key);
    this.#draw();
  }

  #build(): void {
    this.#keyer = new Keyer(this.#gl);
    this.#keyer.setKey(this.#key);
    this.#draw();
    this.#setKeyed(true);
  }

  #draw(): void {
    const { video } = this.#options;
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) this.#keyer?.draw(video);
  }

  /** The video fades in meanwhile: an avatar before its screen is better than none. */
  #onLost(event: Event): void {
    // Else it does not come back.
    event.preventDefault();
    this.#keyer = undefined;
    this.#setKeyed(false);
  }

  #dispose(): void {
    this.#setKeyed(false);
    this.#keyer?.dispose();
    this.#keyer = undefined;
    // Browsers keep few contexts, and those of what is gone until it is collected.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #setKeyed(isKeyed: boolean): void {
    this.#options.video.closest('.stage')?.toggleAttribute('data-keyed', isKeyed);
  }
}
