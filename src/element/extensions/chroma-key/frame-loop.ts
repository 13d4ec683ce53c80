export interface FrameLoopOptions {
  video: HTMLVideoElement;
  /** What has to be seen for frames to be worth the work. */
  element: Element;
  onFrame: () => void;
  /** Ends the loop. */
  signal: AbortSignal;
}

/** Calls with each new frame of a video, as long as anybody sees it. */
export class FrameLoop {
  readonly #options: FrameLoopOptions;
  readonly #frames: FrameSource;
  #isOnScreen = true;
  /** What was asked for and has not come yet. */
  #pending: number | undefined;

  constructor(options: FrameLoopOptions) {
    this.#options = options;
    const { video, element, signal } = options;
    this.#frames = frameSourceOf(video);
    const observer = new IntersectionObserver((entries) => {
      this.#isOnScreen = entries.at(-1)?.isIntersecting ?? true;
      this.#update();
    });
    observer.observe(element);
    const onChange = (): void => this.#update();
    for (const type of ['playing', 'pause', 'seeked', 'emptied']) video.addEventListener(type, onChange, { signal });
    element.ownerDocument.addEventListener('visibilitychange', onChange, { signal });
    signal.addEventListener('abort', () => {
      observer.disconnect();
      this.#stop();
    });
    this.#update();
  }

  #update(): void {
    const { video, element, signal } = this.#options;
    const isSeen = this.#isOnScreen && element.ownerDocument.visibilityState === 'visible';
    if (!isSeen || video.paused || signal.aborted) this.#stop();
    else this.#pending ??= this.#frames.request(() => this.#onFrame());
  }

  #stop(): void {
    if (this.#pending !== undefined) this.#frames.cancel(this.#pending);
    this.#pending = undefined;
  }

  #onFrame(): void {
    this.#pending = undefined;
    this.#options.onFrame();
    this.#update();
  }
}

interface FrameSource {
  request: (onFrame: () => void) => number;
  cancel: (pending: number) => void;
}

function frameSourceOf(video: HTMLVideoElement): FrameSource {
  // Missing before Firefox 132.
  if (typeof video.requestVideoFrameCallback === 'function' && 'cancelVideoFrameCallback' in video) {
    return {
      request: (onFrame) => video.requestVideoFrameCallback(onFrame),
      cancel: (pending) => video.cancelVideoFrameCallback(pending),
    };
  }
  return { request: (onFrame) => requestAnimationFrame(onFrame), cancel: (pending) => cancelAnimationFrame(pending) };
}
