import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readWav } from '../../../src/core/speech/wav.js';
import { Resampler } from '../../../src/element/extensions/voice/detector/resampler.js';
import { installDebianPackages } from '../../../demo/debian-packages.mjs';
import { loudness, RATE, trimmed } from '../../support/listening-sounds.js';
import { say } from '../../support/say.js';

const SENTENCES = [
  'Good morning. What are your opening hours on Sunday?',
  'How much is a ticket for two adults and a child?',
  'Can I bring my dog?',
  'Yes.',
  'Where do I find the cloakroom?',
  'I would like to book a guided tour for next Tuesday.',
  'Stop.',
  'Please say that again, more slowly.',
  'Do you have anything on the history of the harbour?',
  'Fine, thank you.',
  'Which bus goes to the museum?',
  'Hello, is anybody there?',
  'Six people, at half past seven.',
  'What does it cost to park here for the whole day?',
  'No, I meant the other one.',
  'Show me the red shoes in size forty two.',
  'Help.',
  'I forgot my password, and the link does not work.',
];

/** Recordings of people that Debian has: numbers, commands, and sentences read from books. */
const RECORDINGS = ['/usr/share/sounds/alsa', '/usr/share/pocketsphinx/test/data'];
const PACKAGES = ['alsa-utils', 'pocketsphinx-testdata'];

/** All of them are as loud, as the root mean square of what is loud in them. */
const LEVEL = 0.06;

/** Utterances of 16 kHz from their first loud sound to their last: synthetic ones, and recorded ones where they can be had. */
export async function loadUtterances(): Promise<{ synthetic: Float32Array[]; recorded: Float32Array[] }> {
  if (!RECORDINGS.every((folder) => existsSync(folder))) installDebianPackages(...PACKAGES);
  const recorded: Float32Array[] = [];
  for (const folder of RECORDINGS.filter((path) => existsSync(path)))
    for (const file of (await readdir(folder, { recursive: true })).sort()) {
      const sound = await readRecording(join(folder, file));
      if (sound) recorded.push(sound);
    }
  return { synthetic: (await say(SENTENCES)).map(levelled), recorded: recorded.map(trimmed).map(levelled) };
}

async function readRecording(path: string): Promise<Float32Array | undefined> {
  if (path.endsWith('.raw')) {
    const { buffer, byteOffset, length } = await readFile(path);
    const samples = new Int16Array(buffer.slice(byteOffset, byteOffset + length - (length % 2)));
    return Float32Array.from(samples, (sample) => sample / 32_768);
  }
  // One of them is a sound of noise.
  if (!path.endsWith('.wav') || path.endsWith('Noise.wav')) return undefined;
  const wav = readWav(await readFile(path));
  if (!wav) return undefined;
  const sound = Float32Array.from(wav.samples, (sample) => sample / 32_768);
  return wav.sampleRate === RATE ? sound : new Resampler(wav.sampleRate, RATE).push(sound);
}

function levelled(sound: Float32Array): Float32Array {
  const gain = LEVEL / loudness(sound);
  return sound.map((sample) => Math.max(-1, Math.min(1, sample * gain)));
}
