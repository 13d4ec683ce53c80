/* In the thread that renders sound, as a file of its own: see build/worklets.ts. */
import { EARS_PROCESSOR, type EarsSettings } from './ears-processor.js';
import { FrameAnalyst } from './frame-analyst.js';
import { Silero } from './silero.js';
import { readWeights } from './weights-text.js';

/** The part of an audio worklet's global scope that is used; TypeScript's DOM does not have it. */
declare const sampleRate: number;
declare function registerProcessor(
  name: string,
  processor: new (options: ProcessorOptions) => AudioWorkletProcessor,
): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

interface ProcessorOptions {
  processorOptions: EarsSettings;
}

/** What a source that gives nothing gives, such as a microphone before its first sound: time goes on. */
const SILENCE = new Float32Array(128);

class EarsProcessor extends AudioWorkletProcessor {
  readonly #analyst: FrameAnalyst;

  constructor({ processorOptions: { withSamples } }: ProcessorOptions) {
    super();
    this.#analyst = new FrameAnalyst(sampleRate, ({ samples, ...frame }) =>
      this.port.postMessage(withSamples ? { ...frame, samples } : frame, withSamples ? [samples.buffer] : []),
    );
    this.port.onmessage = ({ data }: MessageEvent<string>) => {
      this.#analyst.detector = new Silero(readWeights(data));
    };
  }

  /** Called for each piece of sound; true as long as there may be more. */
  process([input]: readonly Float32Array[][]): boolean {
    this.#analyst.push(input?.[0] ?? SILENCE);
    return true;
  }
}

registerProcessor(EARS_PROCESSOR, EarsProcessor);
