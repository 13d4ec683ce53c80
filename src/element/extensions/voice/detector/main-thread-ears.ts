import { FRAME_MS } from './detector.js';
import type { Ears, EarsOptions } from './ears.js';
import { FrameAnalyst } from './frame-analyst.js';
import { Silero } from './silero.js';
import { readWeights } from './weights-text.js';

/** What an analyser remembers, in samples: two seconds, as timers of a hidden page come once a second. */
const REMEMBERED = 32_768;

/** Listens on the main thread: where no file can be loaded into the thread that renders sound. */
export class MainThreadEars implements Ears {
  readonly #context: BaseAudioContext;
  readonly #analyser: AnalyserNode;
  readonly #analyst: FrameAnalyst;
  readonly #samples = new Float32Array(REMEMBERED);
  readonly #timer: ReturnType<typeof setInterval>;
  #heardUntil: number;

  constructor(source: AudioNode, { onFrame, withSamples }: EarsOptions) {
    this.#context = source.context;
    this.#analyser = new AnalyserNode(this.#context, { fftSize: REMEMBERED });
    source.connect(this.#analyser);
    this.#analyst = new FrameAnalyst(this.#context.sampleRate, ({ samples, ...frame }) =>
      onFrame(withSamples ? { ...frame, samples } : frame),
    );
    this.#heardUntil = this.#renderedFrames;
    this.#timer = setInterval(() => this.#hear(), FRAME_MS);
  }

  useNeuralDetector(weights: string): void {
    this.#analyst.detector = new Silero(readWeights(weights));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#analyser.disconnect();
  }

  get #renderedFrames(): number {
    return Math.round(this.#context.currentTime * this.#context.sampleRate);
  }

  /** What was rendered since the last time is at the end of what the analyser remembers. */
  #hear(): void {
    const until = this.#renderedFrames;
    const heard = Math.min(REMEMBERED, until - this.#heardUntil);
    this.#heardUntil = until;
    if (heard <= 0) return;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    this.#analyst.push(this.#samples.subarray(REMEMBERED - heard));
  }
}
