import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WavRecording } from '../../src/element/extensions/voice/wav-recording.js';
import { CHROMIUM_ARGS } from './chromium.mjs';

/**
 * What Chromium is started with to hear a sound as its microphone, over and over from when that is opened, with the permission given.
 * @param sounds Of 16 kHz, one after the other.
 */
export async function capturing(...sounds: readonly Float32Array[]): Promise<string[]> {
  const { audio } = await new WavRecording(sounds).stop();
  const file = join(mkdtempSync(join(tmpdir(), 'kaltura-avatar-capture-')), 'microphone.wav');
  await writeFile(file, Buffer.from(await audio.arrayBuffer()));
  return [
    ...CHROMIUM_ARGS,
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
  ];
}
