import { FRAME, type Detector } from './detector.js';
import { EnergyDetector } from './energy-detector.js';
import { BINS, MEMORY, type Layer, type SileroLayers } from './silero-shape.js';
import { Spectrum, WINDOW } from './spectrum.js';

/** What is heard again of the frame before, in samples. */
const CONTEXT = 64;

/** What is added at the end, as the mirror image of what comes before it. */
const MIRRORED = 64;

const HOP = 128;

/** After so many frames that are no louder than the room, half a second, what was heard before says nothing of what comes. */
const RESTS_AFTER = 16;

/** Moments in a frame. */
const MOMENTS = (CONTEXT + FRAME + MIRRORED - WINDOW) / HOP + 1;

/**
 * Silero VAD v6, the part of it for 16 kHz, in plain arithmetic. A frame takes about 0.5 ms on a desktop; the first few take
 * longer. While nothing stands out of the noise of the room, as is most of the time that somebody listens, it rests, and takes none.
 */
export class Silero implements Detector {
  readonly #layers: SileroLayers;
  readonly #spectrum = new Spectrum();
  readonly #sound = new Float32Array(CONTEXT + FRAME + MIRRORED);
  /** With a moment of silence before and after. */
  readonly #spectra = new Float32Array((MOMENTS + 2) * BINS);
  readonly #first = new Float32Array((MOMENTS + 2) * 128);
  readonly #second = new Float32Array(2 * 64);
  readonly #third = new Float32Array(64);
  readonly #fourth = new Float32Array(MEMORY);
  readonly #gates = new Float32Array(4 * MEMORY);
  readonly #remembered = new Float32Array(4 * MEMORY);
  readonly #hidden = new Float32Array(MEMORY);
  readonly #cell = new Float32Array(MEMORY);
  readonly #verdict = new Float32Array(1);
  readonly #loudness = new EnergyDetector();
  /** Frames in a row that are no louder than the room. */
  #quiet = 0;

  constructor(layers: SileroLayers) {
    this.#layers = layers;
  }

  probability(frame: Float32Array): number {
    this.#quiet = this.#loudness.probability(frame) === 0 ? this.#quiet + 1 : 0;
    if (this.#quiet >= RESTS_AFTER) {
      if (this.#quiet === RESTS_AFTER) this.#forget();
      return 0;
    }
    this.#hear(frame);
    this.#encode();
    this.#remember();
    const said = this.#hidden.map((value) => Math.max(0, value));
    multiply(this.#layers.verdict, said, 0, this.#verdict, 0);
    return sigmoid(this.#verdict[0] ?? 0);
  }

  /** Begins anew. */
  #forget(): void {
    for (const memory of [this.#hidden, this.#cell, this.#sound]) memory.fill(0);
  }

  #hear(frame: Float32Array): void {
    const sound = this.#sound;
    sound.copyWithin(0, FRAME, FRAME + CONTEXT);
    sound.set(frame, CONTEXT);
    const end = CONTEXT + FRAME;
    for (let i = 0; i < MIRRORED; i++) sound[end + i] = sound[end - 2 - i] ?? 0;
    for (let moment = 0; moment < MOMENTS; moment++)
      this.#spectrum.magnitudes(sound, moment * HOP, this.#spectra, (moment + 1) * BINS);
  }

  /** Four convolutions, each of them as products of its rows with three moments in a row. */
  #encode(): void {
    const { first, second, third, fourth } = this.#layers;
    for (let moment = 0; moment < MOMENTS; moment++)
      multiply(first, this.#spectra, moment * BINS, this.#first, (moment + 1) * 128);
    rectify(this.#first);
    for (let moment = 0; moment < MOMENTS; moment += 2)
      multiply(second, this.#first, moment * 128, this.#second, moment * 32);
    rectify(this.#second);
    multiply(third, this.#second, 0, this.#third, 0);
    rectify(this.#third);
    multiply(fourth, this.#third, 0, this.#fourth, 0);
    rectify(this.#fourth);
  }

  /** A step of an LSTM. */
  #remember(): void {
    multiply(this.#layers.heard, this.#fourth, 0, this.#gates, 0);
    multiply(this.#layers.remembered, this.#hidden, 0, this.#remembered, 0);
    const gate = (which: number, i: number): number =>
      (this.#gates[which * MEMORY + i] ?? 0) + (this.#remembered[which * MEMORY + i] ?? 0);
    for (let i = 0; i < MEMORY; i++) {
      const kept = sigmoid(gate(1, i)) * (this.#cell[i] ?? 0);
      const cell = kept + sigmoid(gate(0, i)) * Math.tanh(gate(2, i));
      this.#cell[i] = cell;
      this.#hidden[i] = sigmoid(gate(3, i)) * Math.tanh(cell);
    }
  }
}

/**
 * Each row of a layer times what is in `input` from `at` on. Four sums side by side, since each addition would have to wait for the
 * one before it.
 */
function multiply(layer: Layer, input: Float32Array, at: number, output: Float32Array, to: number): void {
  const { weights, columns, scales, biases } = layer;
  for (let row = 0, weight = 0; row < scales.length; row++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let i = at;
    for (const last = at + columns - 4; i <= last; i += 4, weight += 4) {
      a += (weights[weight] ?? 0) * (input[i] ?? 0);
      b += (weights[weight + 1] ?? 0) * (input[i + 1] ?? 0);
      c += (weights[weight + 2] ?? 0) * (input[i + 2] ?? 0);
      d += (weights[weight + 3] ?? 0) * (input[i + 3] ?? 0);
    }
    for (; i < at + columns; i++, weight++) a += (weights[weight] ?? 0) * (input[i] ?? 0);
    output[to + row] = (a + b + c + d) * (scales[row] ?? 0) + (biases[row] ?? 0);
  }
}

function rectify(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.max(0, values[i] ?? 0);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
