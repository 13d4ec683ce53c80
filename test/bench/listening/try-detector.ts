import { FRAME_MS, type Detector } from '../../../src/element/extensions/voice/detector/detector.js';
import { heardTurns } from '../../support/heard-turns.js';
import { joined, loudness, mixed, pinkNoise, RATE, samplesIn } from '../../support/listening-sounds.js';
import type { SeededRandom } from '../../support/seeded-random.js';

/** Utterances with pauses between, and where they are. */
export interface Track {
  sound: Float32Array;
  utterances: { fromMs: number; toMs: number }[];
}

/** What came of a track with a detector. */
export interface Trial {
  /** Utterances that were not heard. */
  missed: number;
  /** Those in which it was in the middle of one already when they began: they cannot be told apart from what came before. */
  stuck: number;
  /** Starts outside of utterances. */
  falseStarts: number;
  /** From the beginning of each utterance that was heard. */
  startMs: number[];
  /** From the end of each of them to when it was told, less the silence that it waited for. */
  endMs: number[];
  minutes: number;
  /** A frame's work, in milliseconds. */
  frameMs: number;
}

export const HANGOVER_MS = 600;

/** How early a start may be told, for what is quieter than the utterance's first loud sound. */
const EARLY_MS = 150;

/** The noise of the quietest room, below the speech in decibels. */
const FLOOR_DB = 45;

export function layOut(utterances: readonly Float32Array[], random: SeededRandom): Track {
  const places: Track['utterances'] = [];
  const sounds: Float32Array[] = [];
  let samples = 0;
  const add = (sound: Float32Array): void => {
    sounds.push(sound);
    samples += sound.length;
  };
  const pause = (): void => add(new Float32Array(samplesIn(random.between(1.6, 2.4))));
  pause();
  for (const utterance of utterances) {
    const fromMs = (samples / RATE) * 1000;
    add(utterance);
    places.push({ fromMs, toMs: (samples / RATE) * 1000 });
    pause();
  }
  const sound = joined(...sounds);
  return { sound: mixed(sound, pinkNoise(30, random), FLOOR_DB), utterances: places };
}

/** The track in a noise. @param ratioDb How far it is below the speech. */
export function within({ sound, utterances }: Track, noise: Float32Array, ratioDb: number): Track {
  return { sound: mixed(sound, noise, ratioDb), utterances };
}

export function tryDetector(detector: Detector, { sound, utterances }: Track): Trial {
  const trial: Trial = { missed: 0, stuck: 0, falseStarts: 0, startMs: [], endMs: [], minutes: 0, frameMs: NaN };
  const from = performance.now();
  const turns = heardTurns(detector, sound, HANGOVER_MS);
  trial.frameMs = (performance.now() - from) / ((sound.length / RATE) * (1000 / FRAME_MS));
  trial.minutes = sound.length / RATE / 60;
  const heard = spansOf(turns, (sound.length / RATE) * 1000);
  const used = new Set<Span>();
  for (const { fromMs, toMs } of utterances) {
    const isStuck = heard.find((span) => span.fromMs < fromMs - EARLY_MS && span.toMs > fromMs);
    const span = heard.find((one) => one.fromMs >= fromMs - EARLY_MS && one.fromMs <= toMs + EARLY_MS);
    for (const one of heard) if (one.fromMs >= fromMs - EARLY_MS && one.fromMs <= toMs + EARLY_MS) used.add(one);
    if (isStuck) trial.stuck += 1;
    else if (!span) trial.missed += 1;
    else {
      trial.startMs.push(span.fromMs - fromMs);
      const last = heard.filter((one) => used.has(one)).at(-1) ?? span;
      trial.endMs.push(last.toMs - toMs - HANGOVER_MS);
    }
  }
  trial.falseStarts = heard.filter((span) => !used.has(span)).length;
  return trial;
}

interface Span {
  fromMs: number;
  toMs: number;
}

function spansOf(turns: ReturnType<typeof heardTurns>, lengthMs: number): Span[] {
  const spans: Span[] = [];
  for (const { change, atMs } of turns) {
    if (change === 'start') spans.push({ fromMs: atMs, toMs: lengthMs });
    const last = spans.at(-1);
    if (change === 'end' && last) last.toMs = atMs;
  }
  return spans;
}

/** As loud as speech is. */
export function asLoudAs(sound: Float32Array, level: number): Float32Array {
  const gain = level / loudness(sound);
  return sound.map((sample) => Math.max(-1, Math.min(1, sample * gain)));
}
