import { createMp3Encoder } from 'wasm-media-encoders/esnext';

import { CLIP_SAMPLE_RATE } from '../mouth.js';

/** What say-audio asks for, in hertz. */
const OUTPUT_RATE = 44_100;

/** Clear speech of one channel, in kilobits a second. */
const BITRATE_KBPS = 64;

/** A clip's sound as an MP3 file. Blocks while it encodes. */
export async function encodeMp3(pcm: Int16Array): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await createMp3Encoder();
  encoder.configure({
    sampleRate: CLIP_SAMPLE_RATE,
    outputSampleRate: OUTPUT_RATE,
    channels: 1,
    bitrate: BITRATE_KBPS,
  });
  const samples = Float32Array.from(pcm, (sample) => sample / 32_768);
  // The encoder's answers are views on its own memory, which the next call overwrites.
  const parts = [encoder.encode([samples]).slice(), encoder.finalize().slice()];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
