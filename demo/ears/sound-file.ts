import { opusPacketsOf } from './webm-opus.js';

/** What PocketSphinx takes, in hertz. */
const SAMPLE_RATE = 16_000;

/** A file that PocketSphinx can read. */
export interface SoundFile {
  bytes: Uint8Array;
  /** By which it tells files apart: plain samples of 16 bits, in one channel, have a header or not. */
  ending: '.wav' | '.raw';
}

/** @throws {TypeError} It is neither WAV nor Opus within WebM, which is what browsers record in where they can. */
export async function soundFileOf(recording: Blob): Promise<SoundFile> {
  const bytes = new Uint8Array(await recording.arrayBuffer());
  if (recording.type.startsWith('audio/wav')) return { bytes, ending: '.wav' };
  const packets = recording.type.startsWith('audio/webm') ? opusPacketsOf(bytes) : [];
  if (packets.length === 0) throw new TypeError(`The demo reads WAV, and WebM with Opus, but no ${recording.type}.`);
  // Loaded for those who talk.
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({ sampleRate: SAMPLE_RATE, channels: 1 });
  await decoder.ready;
  const { channelData } = decoder.decodeFrames(packets);
  decoder.free();
  const samples = Int16Array.from(channelData[0] ?? [], (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
  return { bytes: new Uint8Array(samples.buffer), ending: '.raw' };
}
