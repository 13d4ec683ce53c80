/** What a spectrum is made of, in samples. */
export const WINDOW = 256;

/** How strong each frequency is in a piece of sound: a Fourier transform of 256 points within a Hann window. */
export class Spectrum {
  readonly #window = Float32Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
  readonly #cosines = Float64Array.from({ length: WINDOW / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / WINDOW));
  readonly #sines = Float64Array.from({ length: WINDOW / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / WINDOW));
  readonly #reversed = Uint8Array.from({ length: WINDOW }, (_, i) => reverseBits(i));
  readonly #real = new Float64Array(WINDOW);
  readonly #imaginary = new Float64Array(WINDOW);

  /** Of the samples from `at` on, to `output` from `to` on: from 0 Hz to the half of the sample rate. */
  magnitudes(samples: Float32Array, at: number, output: Float32Array, to: number): void {
    const real = this.#real;
    const imaginary = this.#imaginary;
    for (let i = 0; i < WINDOW; i++) real[this.#reversed[i] ?? 0] = (samples[at + i] ?? 0) * (this.#window[i] ?? 0);
    imaginary.fill(0);
    for (let half = 1; half < WINDOW; half *= 2) this.#combine(real, imaginary, half);
    for (let bin = 0; bin <= WINDOW / 2; bin++) {
      const a = real[bin] ?? 0;
      const b = imaginary[bin] ?? 0;
      output[to + bin] = Math.sqrt(a * a + b * b);
    }
  }

  /** Makes spectra of twice the length, each of two neighbours. */
  #combine(real: Float64Array, imaginary: Float64Array, half: number): void {
    const turn = WINDOW / (2 * half);
    for (let start = 0; start < WINDOW; start += 2 * half)
      for (let i = 0; i < half; i++) {
        const upper = start + i;
        const lower = upper + half;
        const cosine = this.#cosines[i * turn] ?? 0;
        const sine = this.#sines[i * turn] ?? 0;
        const a = real[lower] ?? 0;
        const b = imaginary[lower] ?? 0;
        const turnedReal = a * cosine - b * sine;
        const turnedImaginary = a * sine + b * cosine;
        const upperReal = real[upper] ?? 0;
        const upperImaginary = imaginary[upper] ?? 0;
        real[lower] = upperReal - turnedReal;
        imaginary[lower] = upperImaginary - turnedImaginary;
        real[upper] = upperReal + turnedReal;
        imaginary[upper] = upperImaginary + turnedImaginary;
      }
  }
}

/** Of the eight bits of a place. */
function reverseBits(place: number): number {
  let reversed = 0;
  for (let bit = 1; bit < WINDOW; bit *= 2) reversed = reversed * 2 + (place & bit ? 1 : 0);
  return reversed;
}
