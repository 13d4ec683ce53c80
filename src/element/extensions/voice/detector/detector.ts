/** What detectors take, in hertz. */
export const SAMPLE_RATE = 16_000;

/** What is looked at at once, in samples: 32 ms. */
export const FRAME = 512;

/** The length of a frame in milliseconds. */
export const FRAME_MS = (FRAME / SAMPLE_RATE) * 1000;

/** Tells speech from other sound, frame by frame. */
export interface Detector {
  /**
   * How likely somebody speaks in a frame, from 0 to 1.
   * @param frame {@link FRAME} samples of {@link SAMPLE_RATE}, each from -1 to 1.
   */
  probability(frame: Float32Array): number;
}
