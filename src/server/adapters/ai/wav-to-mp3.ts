import { createMp3Encoder } from 'wasm-media-encoders/esnext';

import { AvatarError } from '../../../core/errors.js';
import { readWav } from '../../../core/speech/wav.js';

/** What the service takes, in hertz. */
const OUTPUT_RATE = 44_100;

/** Clear speech of one channel, in kilobits a second. */
const BITRATE_KBPS = 64;

/**
 * A WAV file as an MP3 of 44.1 kHz, one channel. Blocks while it encodes: some 10 ms for each second of speech.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it holds nothing, or no plain samples.
 */
export async function wavToMp3(wav: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const sound = readWav(wav);
  if (!sound || sound.samples.length === 0) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'The voice gave a WAV file that holds no sound of plain samples (PCM).',
    );
  }
  const encoder = await createMp3Encoder();
  encoder.configure({
    sampleRate: sound.sampleRate,
    outputSampleRate: OUTPUT_RATE,
    channels: 1,
    bitrate: BITRATE_KBPS,
  });
  const samples = Float32Array.from(sound.samples, (sample) => sample / 32_768);
  // The encoder's answers are views on its own memory, which the next call overwrites.
  const parts = [encoder.encode([samples]).slice(), encoder.finalize().slice()];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
