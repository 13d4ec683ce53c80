/** One layer of the neural detector: each row gives one number, as a product with what comes in. */
export interface LayerShape {
  rows: number;
  columns: number;
  /** Whether something is added to each row. */
  hasBias: boolean;
}

/** Of the spectrum that comes in: of the half of 256 points, with the one in the middle. */
export const BINS = 129;

/** Of what is remembered from frame to frame. */
export const MEMORY = 128;

/**
 * The layers of Silero VAD v6 at 16 kHz. A convolution over three moments in time is one row for each of its channels, with the
 * columns moment by moment. The third one sees two moments, and the fourth a single one; the others of theirs are padding.
 */
export const SILERO_SHAPE = {
  first: { rows: 128, columns: 3 * BINS, hasBias: true },
  second: { rows: 64, columns: 3 * 128, hasBias: true },
  third: { rows: 64, columns: 2 * 64, hasBias: true },
  fourth: { rows: MEMORY, columns: 64, hasBias: true },
  /** Four gates: in, forget, cell, out. */
  heard: { rows: 4 * MEMORY, columns: MEMORY, hasBias: true },
  remembered: { rows: 4 * MEMORY, columns: MEMORY, hasBias: false },
  verdict: { rows: 1, columns: MEMORY, hasBias: true },
} satisfies Record<string, LayerShape>;

export type LayerName = keyof typeof SILERO_SHAPE;

/** The weights of a layer: whole numbers, each row with a factor of its own. */
export interface Layer {
  columns: number;
  weights: Int8Array;
  scales: Float32Array;
  biases: Float32Array;
}

export type SileroLayers = Readonly<Record<LayerName, Layer>>;
