import { createMp3Encoder } from 'wasm-media-encoders';

/** Loudness, in units of 16-bit samples. */
export function rms(pcm: Int16Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);
}

export function peak(pcm: Int16Array): number {
  return pcm.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
}

/** A sine of half of full scale. */
export function tone({ hz, sampleRate, seconds }: { hz: number; sampleRate: number; seconds: number }): Int16Array {
  return Int16Array.from(
    { length: sampleRate * seconds },
    (_, i) => 16_384 * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
}

/** How strong one frequency is in a sound: 1 for a sine of half of full scale. */
export function strengthOf(hz: number, pcm: Int16Array, sampleRate: number): number {
  let [real, imaginary] = [0, 0];
  for (const [i, sample] of pcm.entries()) {
    const turn = (2 * Math.PI * hz * i) / sampleRate;
    const window = 1 - Math.cos((2 * Math.PI * i) / (pcm.length - 1));
    real += sample * window * Math.cos(turn);
    imaginary += sample * window * Math.sin(turn);
  }
  return (2 * Math.hypot(real, imaginary)) / pcm.length / 16_384;
}

const FRAME_SECONDS = 0.04;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 400;
/** How alike two neighbouring periods of a voiced sound are. */
const VOICED = 0.8;

/** The median pitch of the loud, voiced parts of speech in Hz, by autocorrelation. */
export function medianPitch(pcm: Int16Array, sampleRate: number): number {
  const frame = Math.round(sampleRate * FRAME_SECONDS);
  const longest = Math.ceil(sampleRate / LOWEST_HZ);
  const threshold = rms(pcm) / 2;
  const pitches: number[] = [];
  for (let at = 0; at + frame + longest < pcm.length; at += frame) {
    if (rms(pcm.subarray(at, at + frame)) < threshold) continue;
    const period = periodAt(pcm, at, frame, Math.floor(sampleRate / HIGHEST_HZ), longest);
    if (period !== undefined) pitches.push(sampleRate / period);
  }
  pitches.sort((a, b) => a - b);
  return pitches[pitches.length >> 1] ?? NaN;
}

/** The shortest lag at which the sound is about as like itself as at any. */
function periodAt(pcm: Int16Array, at: number, frame: number, shortest: number, longest: number): number | undefined {
  const here = pcm.subarray(at, at + frame);
  const likeness = Array.from({ length: longest - shortest + 1 }, (_, i) => {
    const there = pcm.subarray(at + shortest + i, at + shortest + i + frame);
    const product = here.reduce((sum, sample, j) => sum + sample * (there[j] ?? 0), 0);
    return product / (frame * rms(here) * rms(there) + 1);
  });
  const best = Math.max(...likeness);
  if (best < VOICED) return undefined;
  const first = likeness.findIndex((value, i) => value > 0.93 * best && value >= (likeness[i + 1] ?? -1));
  return shortest + first;
}

export async function encodeMp3(
  pcm: Int16Array,
  sampleRate: 16_000 | 44_100 | 48_000,
  channels: 1 | 2,
): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  const samples = Float32Array.from(pcm, (sample) => sample / 32_768);
  // The encoder's answers are views on its own memory, which the next call overwrites.
  if (channels === 1) {
    encoder.configure({ channels, sampleRate, bitrate: 64 });
    return Buffer.concat([encoder.encode([samples]).slice(), encoder.finalize().slice()]);
  }
  encoder.configure({ channels, sampleRate, bitrate: 128 });
  return Buffer.concat([encoder.encode([samples, samples]).slice(), encoder.finalize().slice()]);
}
