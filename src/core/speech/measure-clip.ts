import { MP3, WAV, type ClipType } from './clip-type.js';
import { measureMp3 } from './mp3-duration.js';
import { measureWav } from './wav.js';

export interface MeasuredClip {
  type: ClipType;
  durationSeconds: number;
}

interface MeasureOptions {
  allowWav: boolean;
  /** Of an MP3 that is longer no more than that is looked at: see {@link measureMp3}. Default: all of it. */
  mostSeconds?: number;
}

/** What a recording is that is to be handed to the service, and how long; undefined where it is neither or cannot be measured. */
export function measureClip(bytes: Uint8Array, { allowWav, mostSeconds }: MeasureOptions): MeasuredClip | undefined {
  const mp3 = measureMp3(bytes, mostSeconds);
  if (mp3) return { type: MP3, durationSeconds: mp3.durationSeconds };
  const wav = allowWav ? measureWav(bytes) : undefined;
  return wav && { type: WAV, durationSeconds: wav.durationSeconds };
}
