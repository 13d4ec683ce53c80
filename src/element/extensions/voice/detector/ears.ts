import type { HeardFrame } from './frame-analyst.js';

/** Hears the frames of a sound, wherever it is that they are looked at. */
export interface Ears {
  /** Tells speech by the neural detector from now on. @param weights Their text. */
  useNeuralDetector(weights: string): void;
  close(): void;
}

export interface EarsOptions {
  onFrame: (frame: HeardFrame) => void;
  /** Whether the frames bring their samples. */
  withSamples: boolean;
}
