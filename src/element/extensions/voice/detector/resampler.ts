/** On each side of an output sample, in input samples of the lower rate. */
const REACH = 12;

/** Places between two inputs that the filter is known for; between them it is taken from the nearest. */
const PHASES = 32;

/** Where the low-pass is half way down, as a share of the lower rate's Nyquist frequency. */
const PASSBAND = 0.9;

/** Changes the sample rate of a sound that comes piece by piece, by band-limited interpolation. */
export class Resampler {
  readonly #step: number;
  readonly #half: number;
  readonly #filter: Float32Array;
  #kept: Float32Array;
  /** Of the next output sample, in those that are kept. */
  #position: number;

  /** @param from @param to In hertz. */
  constructor(from: number, to: number) {
    this.#step = from / to;
    const bandwidth = Math.min(1, to / from) * PASSBAND;
    this.#half = Math.ceil(REACH * Math.max(1, this.#step));
    this.#filter = windowedSinc(this.#half, bandwidth);
    this.#kept = new Float32Array(2 * this.#half);
    this.#position = this.#half;
  }

  push(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#kept.length + samples.length);
    input.set(this.#kept);
    input.set(samples, this.#kept.length);
    const last = input.length - this.#half - 1;
    const output = new Float32Array(Math.max(0, Math.floor((last - this.#position) / this.#step) + 1));
    for (let i = 0; i < output.length; i++) output[i] = this.#sampleAt(input, this.#position + i * this.#step);
    this.#position += output.length * this.#step;
    const unused = Math.max(0, Math.floor(this.#position) - this.#half);
    this.#kept = input.slice(unused);
    this.#position -= unused;
    return output;
  }

  #sampleAt(input: Float32Array, position: number): number {
    const first = Math.floor(position) - this.#half + 1;
    const taps = 2 * this.#half;
    const kernel = Math.floor((position % 1) * PHASES) * taps;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += (input[first + tap] ?? 0) * (this.#filter[kernel + tap] ?? 0);
    return sum;
  }
}

/** For each phase, a sinc within a Hann window that passes a constant unchanged. */
function windowedSinc(half: number, bandwidth: number): Float32Array {
  const taps = 2 * half;
  const filter = new Float32Array(PHASES * taps);
  for (let phase = 0; phase < PHASES; phase++) {
    const kernel = Array.from({ length: taps }, (_, tap) => {
      const turn = Math.PI * (tap - (half - 1) - (phase + 0.5) / PHASES);
      return (Math.sin(turn * bandwidth) / turn) * (1 + Math.cos(turn / half));
    });
    const total = kernel.reduce((sum, value) => sum + value, 0);
    filter.set(
      kernel.map((value) => value / total),
      phase * taps,
    );
  }
  return filter;
}
