/** Samples on each side that an output sample is made of, at full bandwidth. */
const HALF_WIDTH = 16;
/** Where the low-pass is half way down, as a share of the lower Nyquist frequency. */
const PASSBAND = 0.94;

/**
 * Changes the sample rate (both whole Hz) by band-limited interpolation, and the loudness by the factor `gain`.
 *
 * For 16 kHz speech it is flat to 6 kHz, with images at -80 dB. Too loud samples are clipped.
 */
export function resample(samples: Int16Array, fromRate: number, toRate: number, gain = 1): Int16Array {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const step = fromRate / divisor;
  const phases = toRate / divisor;
  const bandwidth = Math.min(1, toRate / fromRate) * PASSBAND;
  const reach = Math.ceil((HALF_WIDTH * PASSBAND) / bandwidth);
  const taps = 2 * reach;
  const filter = polyphaseFilter({ phases, reach, bandwidth, gain });

  // Silence around the samples spares the inner loop all bounds.
  const padded = new Float32Array(samples.length + taps);
  padded.set(samples, reach - 1);

  const output = new Int16Array(Math.floor((samples.length * phases) / step));
  for (let i = 0; i < output.length; i++) {
    const position = i * step;
    const first = Math.floor(position / phases);
    const kernel = (position % phases) * taps;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += (padded[first + tap] ?? 0) * (filter[kernel + tap] ?? 0);
    output[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return output;
}

interface FilterDesign {
  /** How many places between two inputs an output can fall on. */
  phases: number;
  reach: number;
  bandwidth: number;
  gain: number;
}

/** Blackman-windowed sincs, one after the other for each phase. */
function polyphaseFilter({ phases, reach, bandwidth, gain }: FilterDesign): Float32Array {
  const taps = 2 * reach;
  const filter = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const kernel = Float64Array.from({ length: taps }, (_, tap) => {
      const turn = Math.PI * (tap - (reach - 1) - phase / phases);
      const sinc = turn === 0 ? bandwidth : Math.sin(turn * bandwidth) / turn;
      return sinc * (0.42 + 0.5 * Math.cos(turn / reach) + 0.08 * Math.cos((2 * turn) / reach));
    });
    // Every phase passes a constant unchanged; without this their small differences would hum.
    const total = kernel.reduce((sum, value) => sum + value, 0);
    filter.set(
      kernel.map((value) => (value / total) * gain),
      phase * taps,
    );
  }
  return filter;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
