/** So long is each window that is listened to, in seconds. */
const WINDOW_SECONDS = 0.005;

/** Runs beside the page's main thread, so that what keeps that busy does not make it deaf. */
const WORKLET = `
registerProcessor('ear', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate * ${WINDOW_SECONDS});
    this.count = 0;
    this.sum = 0;
    this.levels = [];
  }
  process([[samples]]) {
    for (let i = 0; i < 128; i += 1) {
      const sample = samples ? samples[i] : 0;
      this.sum += sample * sample;
      this.count += 1;
      if (this.count < this.size) continue;
      this.levels.push(Math.sqrt(this.sum / this.size));
      this.count = this.sum = 0;
      if (this.levels.length < 20) continue;
      this.port.postMessage({ levels: this.levels, untilMs: ((currentFrame + i + 1) / sampleRate) * 1000 });
      this.levels = [];
    }
    return true;
  }
});`;

/** What was heard, how loud in each window, from 0 to 1. */
export interface HeardSound {
  levels: number[];
  windowMs: number;
}

/** Listens to a stream as it is played. */
export class Ear {
  readonly #context: AudioContext;
  #levels: number[] = [];
  #fromMs = 0;

  private constructor(context: AudioContext) {
    this.#context = context;
  }

  static async open(stream: MediaStream): Promise<Ear> {
    const context = new AudioContext();
    await context.resume();
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([WORKLET], { type: 'text/javascript' })));
    const ear = new Ear(context);
    const node = new AudioWorkletNode(context, 'ear', { channelCount: 1, channelCountMode: 'explicit' });
    node.port.onmessage = ({ data }: MessageEvent<{ levels: number[]; untilMs: number }>) => {
      if (ear.#levels.length === 0) ear.#fromMs = data.untilMs - data.levels.length * 1000 * WINDOW_SECONDS;
      ear.#levels.push(...data.levels);
    };
    context.createMediaStreamSource(stream).connect(node);
    return ear;
  }

  /** Forgets what was heard. */
  listen(): void {
    this.#levels = [];
  }

  /** What was heard since {@link listen}. */
  get heard(): HeardSound {
    return { levels: this.#levels, windowMs: WINDOW_SECONDS * 1000 };
  }

  /** Now, in milliseconds from where what was heard begins. */
  get nowMs(): number {
    return this.#context.currentTime * 1000 - this.#fromMs;
  }
}
