import { Flite } from '../../src/simulator/voice/flite.js';
import type { BaseVoice } from '../../src/simulator/voice/voices.js';
import { WavRecording } from '../../src/element/extensions/voice/wav-recording.js';
import { trimmed } from './listening-sounds.js';

const VOICES: readonly BaseVoice[] = ['slt', 'awb', 'rms'];

/** Texts, of 16 kHz and from -1 to 1, as three voices in turn say them. */
export async function say(texts: readonly string[]): Promise<Float32Array[]> {
  const flite = await Flite.load();
  return texts.map((text, i) => {
    const { samples } = flite.speak(text, { voice: VOICES[i % VOICES.length] ?? 'slt', pitch: 1, stretch: 1 });
    return trimmed(Float32Array.from(samples, (sample) => sample / 32_768));
  });
}

/** A text as a WAV file. */
export async function sayAsWav(text: string): Promise<Buffer> {
  const { audio } = await new WavRecording(await say([text])).stop();
  return Buffer.from(await audio.arrayBuffer());
}
