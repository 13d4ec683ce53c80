import type { HeardFrame } from './frame-analyst.js';

/** Hears the frames of a sound, wherever it is that they are looked at. */
export interface Ears {
  close(): void;
}

export interface EarsOptions {
  onFrame: (frame: HeardFrame) => void;
  /** Whether the frames bring their samples. */
  withSamples: boolean;
}
