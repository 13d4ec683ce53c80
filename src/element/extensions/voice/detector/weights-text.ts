import { SILERO_SHAPE, type Layer, type LayerShape, type SileroLayers } from './silero-shape.js';

/**
 * Weights are written as text: a module that holds it is loaded by import alone, which needs no more of a page's policy than the
 * other files, and it compresses as well as their bytes do. None of these letters has to be escaped, between quotes of any
 * kind or in HTML.
 */
export const LETTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((letter) => !'"\\`$\'<'.includes(letter))
  .join('');

/** The largest weight that is one letter. A larger one has a letter before it that tells its sign. */
export const SMALL = 43;
export const NEGATIVE = 2 * SMALL + 1;
export const POSITIVE = NEGATIVE + 1;

/** The largest number of two letters, which stands for the largest factor, or bias, of a layer. */
export const LARGEST_PAIR = LETTERS.length ** 2 - 1;

/** How many letters each of these two has, as a decimal number. */
export const MAXIMUM_WIDTH = 12;

/** @param text What `build/silero-weights.ts` has written. */
export function readWeights(text: string): SileroLayers {
  const reader = new WeightsReader(text);
  const read = (shape: LayerShape): Layer => reader.layer(shape);
  return {
    first: read(SILERO_SHAPE.first),
    second: read(SILERO_SHAPE.second),
    third: read(SILERO_SHAPE.third),
    fourth: read(SILERO_SHAPE.fourth),
    heard: read(SILERO_SHAPE.heard),
    remembered: read(SILERO_SHAPE.remembered),
    verdict: read(SILERO_SHAPE.verdict),
  };
}

class WeightsReader {
  readonly #text: string;
  readonly #values = new Uint8Array(128);
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    for (let value = 0; value < LETTERS.length; value++) this.#values[LETTERS.charCodeAt(value)] = value;
  }

  layer({ rows, columns, hasBias }: LayerShape): Layer {
    const scales = this.#pairs(rows);
    const biases = hasBias ? this.#pairs(rows) : new Float32Array(rows);
    const weights = new Int8Array(rows * columns);
    for (let i = 0; i < weights.length; i++) weights[i] = this.#weight();
    return { columns, scales, biases, weights };
  }

  #letter(): number {
    return this.#values[this.#text.charCodeAt(this.#at++)] ?? 0;
  }

  #weight(): number {
    const letter = this.#letter();
    if (letter < NEGATIVE) return letter - SMALL;
    const beyond = SMALL + 1 + this.#letter();
    return letter === NEGATIVE ? -beyond : beyond;
  }

  /** From the negative of the largest to the largest. */
  #pairs(count: number): Float32Array {
    const largest = Number(this.#text.slice(this.#at, (this.#at += MAXIMUM_WIDTH)));
    return Float32Array.from({ length: count }, () => {
      const pair = this.#letter() * LETTERS.length + this.#letter();
      return (2 * (pair / LARGEST_PAIR) - 1) * largest;
    });
  }
}
