import type { Ears, EarsOptions } from './ears.js';
import { EARS_PROCESSOR, type EarsSettings } from './ears-processor.js';
import type { HeardFrame } from './frame-analyst.js';

/** Listens in the thread that renders sound, so that the page's own stays free. */
export class RenderingEars implements Ears {
  readonly #node: AudioWorkletNode;

  private constructor(source: AudioNode, { onFrame, withSamples }: EarsOptions) {
    const processorOptions: EarsSettings = { withSamples };
    this.#node = new AudioWorkletNode(source.context, EARS_PROCESSOR, {
      channelCount: 1,
      channelCountMode: 'explicit',
      processorOptions,
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<HeardFrame>) => onFrame(data);
    // Some browsers render only what leads to an output: it gives silence.
    source.connect(this.#node).connect(source.context.destination);
  }

  /** @throws Where the worklet's file cannot be loaded. */
  static async open(source: AudioNode, options: EarsOptions): Promise<RenderingEars> {
    await source.context.audioWorklet.addModule(new URL('./ears-worklet.ts', import.meta.url));
    return new RenderingEars(source, options);
  }

  useNeuralDetector(weights: string): void {
    this.#node.port.postMessage(weights);
  }

  close(): void {
    this.#node.port.onmessage = null;
    this.#node.disconnect();
  }
}
