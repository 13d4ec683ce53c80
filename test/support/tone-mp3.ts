import { createMp3Encoder } from 'wasm-media-encoders';

const SAMPLE_RATE = 44_100;

/** An MP3 file as say-audio takes it, with a tone of 440 Hz. */
export async function toneMp3(seconds: number): Promise<Blob> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: SAMPLE_RATE, channels: 1, bitrate: 64 });
  const tone = Float32Array.from({ length: SAMPLE_RATE * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * 440 * index) / SAMPLE_RATE),
  );
  // The encoder hands out its own memory, which the next call overwrites.
  const parts = [encoder.encode([tone]).slice(), encoder.finalize().slice()];
  return new Blob(parts, { type: 'audio/mpeg' });
}
