import type { SeededRandom } from './seeded-random.js';

/** Sounds for the voice detector, of 16 kHz, from -1 to 1. */
export const RATE = 16_000;

export const samplesIn = (seconds: number): number => Math.round(seconds * RATE);

export const silence = (seconds: number): Float32Array<ArrayBuffer> => new Float32Array(samplesIn(seconds));

/** As many decibels each octave as the ear takes for even: a room with a fan, a street. */
export function pinkNoise(seconds: number, random: SeededRandom): Float32Array<ArrayBuffer> {
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
  const states = poles.map(() => 0);
  return Float32Array.from({ length: samplesIn(seconds) }, () => {
    const white = random.between(-1, 1);
    let sum = white * 0.5362;
    for (const [i, pole] of poles.entries()) {
      const state = pole * (states[i] ?? 0) + white * (gains[i] ?? 0);
      states[i] = state;
      sum += state;
    }
    return sum * 0.11;
  });
}

/** Chords of plucked strings, and a beat. */
export function music(seconds: number, random: SeededRandom): Float32Array<ArrayBuffer> {
  const sound = silence(seconds);
  const chords = [
    [130.8, 164.8, 196, 261.6],
    [110, 130.8, 164.8, 220],
    [87.3, 110, 130.8, 174.6],
    [98, 123.5, 146.8, 196],
  ];
  for (let beat = 0; beat * 0.5 < seconds; beat++) {
    for (const hz of chords[Math.floor(beat / 4) % 4] ?? []) pluck(sound, beat * 0.5 + random.between(0, 0.02), hz);
    burst(sound, beat * 0.5, { seconds: 0.05, decay: 60, amplitude: 0.15, random });
  }
  return sound;
}

function pluck(sound: Float32Array, atSeconds: number, hz: number): void {
  const start = samplesIn(atSeconds);
  for (let i = 0; i < RATE * 0.9 && start + i < sound.length; i++) {
    const time = i / RATE;
    let value = 0;
    for (let partial = 1; partial <= 6; partial++)
      value += (Math.sin(2 * Math.PI * hz * partial * time) * Math.exp(-time * (2 + partial))) / partial;
    sound[start + i] = (sound[start + i] ?? 0) + 0.07 * value;
  }
}

interface Burst {
  seconds: number;
  /** How fast it fades, as the factor of its time in e's exponent. */
  decay: number;
  amplitude: number;
  random: SeededRandom;
}

function burst(sound: Float32Array, atSeconds: number, { seconds, decay, amplitude, random }: Burst): void {
  const start = samplesIn(atSeconds);
  for (let i = 0; i < samplesIn(seconds) && start + i < sound.length; i++)
    sound[start + i] = (sound[start + i] ?? 0) + amplitude * random.between(-1, 1) * Math.exp((-decay * i) / RATE);
}

/** Somebody types, five keys a second. */
export function clicks(seconds: number, random: SeededRandom): Float32Array<ArrayBuffer> {
  const sound = silence(seconds);
  for (let at = 0.1; at < seconds; at += random.between(0.12, 0.28)) {
    burst(sound, at, { seconds: 0.012, decay: 400, amplitude: random.between(0.3, 0.8), random });
    burst(sound, at + 0.07, { seconds: 0.008, decay: 500, amplitude: 0.2, random });
  }
  return sound;
}

/** Bursts of noise that a throat makes: 150 to 300 ms, with resonances, one or two every two seconds. */
export function coughs(seconds: number, random: SeededRandom): Float32Array<ArrayBuffer> {
  const sound = silence(seconds);
  for (let at = 0.5; at < seconds; at += random.between(1.6, 2.6))
    for (let time = at, left = random.next() < 0.5 ? 1 : 2; left > 0; left--, time += 0.35)
      cough(sound, time, random.between(0.15, 0.3), random);
  return sound;
}

function cough(sound: Float32Array, atSeconds: number, seconds: number, random: SeededRandom): void {
  const resonances = [random.between(450, 700), random.between(1200, 1700), random.between(2400, 3200)].map((hz) => ({
    feedback: 2 * 0.97 * Math.cos((2 * Math.PI * hz) / RATE),
    before: 0,
    beforeThat: 0,
  }));
  const [start, length] = [samplesIn(atSeconds), samplesIn(seconds)];
  for (let i = 0; i < length && start + i < sound.length; i++) {
    const loudness = Math.min(1, i / samplesIn(0.012)) * Math.exp((-3.5 * i) / length);
    const air = random.between(-1, 1) * loudness;
    let value = 0.3 * air;
    for (const resonance of resonances) {
      const out = air + resonance.feedback * resonance.before - 0.97 ** 2 * resonance.beforeThat;
      resonance.beforeThat = resonance.before;
      resonance.before = out;
      value += 0.1 * out;
    }
    sound[start + i] = (sound[start + i] ?? 0) + 0.35 * value;
  }
}

/** One after the other. */
export function joined(...sounds: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}

/** How loud it is where it is loud: the root mean square of what is not more than 40 dB below its peak. */
export function loudness(sound: Float32Array): number {
  const peak = sound.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const frame = samplesIn(0.02);
  let [sum, count] = [0, 0];
  for (let at = 0; at + frame <= sound.length; at += frame) {
    const energy = sound.subarray(at, at + frame).reduce((total, sample) => total + sample * sample, 0);
    if (Math.sqrt(energy / frame) < peak / 100) continue;
    sum += energy;
    count += frame;
  }
  return Math.sqrt(sum / Math.max(1, count));
}

/** Both at once, the second so many decibels below the first, and from its beginning on as long as the first is. */
export function mixed(sound: Float32Array, noise: Float32Array, ratioDb: number): Float32Array {
  const gain = loudness(sound) / loudness(noise) / 10 ** (ratioDb / 20);
  return sound.map((sample, i) => sample + gain * (noise[i % noise.length] ?? 0));
}

/** From its first loud sound to its last. */
export function trimmed(sound: Float32Array): Float32Array {
  const threshold = loudness(sound) / 10;
  const isLoud = (sample: number): boolean => Math.abs(sample) > threshold;
  return sound.slice(sound.findIndex(isLoud), sound.findLastIndex(isLoud) + 1);
}
