import { readWav } from '../../core/speech/wav.js';
import { CLIP_SAMPLE_RATE, type SpeechClip } from '../mouth.js';
import { UndecodableAudioError } from './decode-mp3.js';
import { mouthOfLoudness } from './loudness-mouth.js';
import { resample } from './resample.js';

/**
 * Decodes a WAV file, mixed to mono.
 * @throws {UndecodableAudioError} It is not of plain samples, or there are none.
 */
export function decodeWav(file: Uint8Array): SpeechClip {
  const sound = readWav(file);
  if (!sound || sound.samples.length === 0) throw new UndecodableAudioError('a WAV file without plain samples');
  const pcm = resample(sound.samples, sound.sampleRate, CLIP_SAMPLE_RATE);
  return { pcm, mouth: mouthOfLoudness(pcm) };
}
