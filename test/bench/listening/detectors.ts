import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import { bundleEarsWorklet } from '../../../build/ears-worklet.js';
import { ensureSileroWeights, SILERO_WEIGHTS_FILE } from '../../../build/silero-weights.js';
import { FRAME_MS, type Detector } from '../../../src/element/extensions/voice/detector/detector.js';
import { EnergyDetector } from '../../../src/element/extensions/voice/detector/energy-detector.js';
import { Silero } from '../../../src/element/extensions/voice/detector/silero.js';
import { readWeights } from '../../../src/element/extensions/voice/detector/weights-text.js';
import { clicks, coughs, joined, music, pinkNoise } from '../../support/listening-sounds.js';
import { say } from '../../support/say.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { loadUtterances } from './speech.js';
import { asLoudAs, HANGOVER_MS, layOut, tryDetector, within, type Track, type Trial } from './try-detector.js';

/** The same level as the utterances'. */
const LOUD = 0.06;

/** By how much browsers quieten the avatar’s own voice in a microphone: 57 dB in Chromium, 54 dB in Firefox, over one loop without a room. */
const CANCELLED = 10 ** (-55 / 20);

const NOISE_SECONDS = 90;

/** Each detector on the same sounds, as a table in Markdown. */
export async function tableOfDetectors(): Promise<string> {
  ensureSileroWeights();
  const { SILERO_WEIGHTS } = await import('../../../src/element/extensions/voice/detector/silero-weights.js');
  const layers = readWeights(SILERO_WEIGHTS);
  const detectors: Record<string, () => Detector> = {
    loudness: () => new EnergyDetector(),
    neural: () => new Silero(layers),
  };
  const { synthetic, recorded } = await loadUtterances();
  const quiet = layOut([...synthetic, ...recorded], new SeededRandom(7));
  const tracks = tracksOf(quiet);
  const noises = await noisesAlone();
  const rows = Object.entries(detectors).flatMap(([name, create]) => {
    const trials = Object.entries(tracks).map(([on, track]) => ({ on, trial: tryDetector(create(), track) }));
    const alone = Object.entries(noises).map(([on, sound]) => ({
      on: `${on} alone`,
      trial: tryDetector(create(), { sound, utterances: [] }),
    }));
    return [...trials, ...alone].map(({ on, trial }) => rowOf(name, on, trial));
  });
  const work = Object.entries(detectors).map(([name, create]) => {
    const { frameMs } = tryDetector(create(), quiet);
    return `${name} ${((100 * frameMs) / FRAME_MS).toFixed(1)} %`;
  });
  return [
    `${synthetic.length} synthetic and ${recorded.length} recorded utterances; an end is told after ${HANGOVER_MS} ms of silence.`,
    '',
    '| detector | on | missed | not told apart | false starts a minute | start, ms: p50 / p90 | end beyond the silence, ms: p50 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `In Node, of a core: ${work.join(', ')}. Loaded, gzip -9: ${await bytesLoaded()}.`,
  ].join('\n');
}

function tracksOf(quiet: Track): Record<string, Track> {
  const random = new SeededRandom(9);
  return {
    'a quiet room': quiet,
    'noise, 20 dB below': within(quiet, pinkNoise(60, random), 20),
    'noise, 10 dB below': within(quiet, pinkNoise(60, random), 10),
    'noise, 5 dB below': within(quiet, pinkNoise(60, random), 5),
    'music, 10 dB below': within(quiet, music(60, random), 10),
    'keys, 10 dB below': within(quiet, clicks(60, random), 10),
    'coughs, as loud': within(quiet, coughs(60, random), 0),
  };
}

async function noisesAlone(): Promise<Record<string, Float32Array>> {
  const random = new SeededRandom(8);
  const own = joined(
    ...(await say(['I am the avatar, and this is my own voice, which comes back from the speaker. '])),
  );
  const voice = asLoudAs(joined(...Array.from({ length: 20 }, () => own)), LOUD);
  return {
    noise: asLoudAs(pinkNoise(NOISE_SECONDS, random), LOUD),
    music: asLoudAs(music(NOISE_SECONDS, random), LOUD),
    keys: asLoudAs(clicks(NOISE_SECONDS, random), LOUD),
    coughs: asLoudAs(coughs(NOISE_SECONDS, random), LOUD),
    'the avatar’s voice, its echo cancelled,': voice.map((sample) => sample * CANCELLED),
  };
}

function rowOf(name: string, on: string, { missed, stuck, falseStarts, startMs, endMs, minutes }: Trial): string {
  const isSpeech = !on.endsWith('alone');
  const rate = (falseStarts / minutes).toFixed(1);
  const starts = isSpeech ? `${percentile(startMs, 0.5)} / ${percentile(startMs, 0.9)}` : '';
  const ends = isSpeech ? percentile(endMs, 0.5) : '';
  return `| ${name} | ${on} | ${isSpeech ? missed : ''} | ${isSpeech ? stuck : ''} | ${rate} | ${starts} | ${ends} |`;
}

function percentile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(0) ?? '–';
}

async function bytesLoaded(): Promise<string> {
  const kilobytes = (code: string | Uint8Array): string =>
    `${(gzipSync(code, { level: 9 }).length / 1000).toFixed(1)} kB`;
  return `worklet ${kilobytes(await bundleEarsWorklet(true))}, weights ${kilobytes(await readFile(SILERO_WEIGHTS_FILE))}`;
}
