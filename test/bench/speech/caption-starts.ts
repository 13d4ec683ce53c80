import { splitCaptions } from '../../../src/element/extensions/captions/caption-texts.js';
import type { Flite } from '../../../src/simulator/voice/flite.js';
import { speak } from '../../../src/simulator/voice/speak.js';
import { rms } from '../../support/sound.js';

export const PACKET_MS = 20;
const SAMPLES_PER_MS = 48;
/** What is softer is silence, as the ear of the benchmark has it. */
export const AUDIBLE_LEVEL = 0.004;

/** A silence that is shorter is part of a word, in milliseconds. */
const SHORTEST_PAUSE_MS = 60;
/** A sentence that is said alone ends as far from where it ends before another one, in milliseconds. */
const MOST_OFF_MS = 200;

/** How loud each packet is. */
export function levelsOf(pcm: Int16Array): number[] {
  const size = PACKET_MS * SAMPLES_PER_MS;
  return Array.from(
    { length: Math.ceil(pcm.length / size) },
    (_, i) => rms(pcm.subarray(i * size, (i + 1) * size)) / 32_768,
  );
}

/** Where the sound begins and ends. */
export function audibleIn(levels: readonly number[]): { fromMs: number; untilMs: number } {
  const from = levels.findIndex((level) => level >= AUDIBLE_LEVEL);
  const last = levels.findLastIndex((level) => level >= AUDIBLE_LEVEL);
  return { fromMs: Math.max(0, from) * PACKET_MS, untilMs: (last + 1) * PACKET_MS };
}

/**
 * When each caption of a text is heard to begin, in milliseconds from where `levels`, the sound of the whole, begin: behind the
 * pause that is there when as much is said as the text before it takes by itself, or without a pause just then.
 */
export function captionStarts(flite: Flite, text: string, speed: number, levels: readonly number[]): number[] {
  const { fromMs } = audibleIn(levels);
  const pauses = pausesIn(levels);
  return splitCaptions(text).map(({ from }) => {
    if (from === 0) return fromMs;
    const before = audibleIn(levelsOf(speak(flite, text.slice(0, from), { speed }).pcm));
    const saidMs = fromMs + before.untilMs - before.fromMs;
    const off = ({ sinceMs }: Pause): number => Math.abs(sinceMs - saidMs);
    const [pause] = pauses.filter((it) => off(it) <= MOST_OFF_MS).sort((a, b) => off(a) - off(b));
    return pause?.untilMs ?? saidMs;
  });
}

interface Pause {
  sinceMs: number;
  untilMs: number;
}

function pausesIn(levels: readonly number[]): Pause[] {
  const pauses: Pause[] = [];
  let heard = -1;
  for (const [i, level] of levels.entries()) {
    if (level < AUDIBLE_LEVEL) continue;
    const pause = { sinceMs: (heard + 1) * PACKET_MS, untilMs: i * PACKET_MS };
    if (heard !== -1 && pause.untilMs - pause.sinceMs >= SHORTEST_PAUSE_MS) pauses.push(pause);
    heard = i;
  }
  return pauses;
}
