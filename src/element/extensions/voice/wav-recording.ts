import { SAMPLE_RATE } from './detector/detector.js';
import type { Recorded, SoundRecording } from './sound-recording.js';

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** Records samples as a WAV file: where the browser has no recorder. */
export class WavRecording implements SoundRecording {
  readonly #frames: Float32Array[];

  /** @param before What was heard just before. */
  constructor(before: readonly Float32Array[] = []) {
    this.#frames = [...before];
  }

  push(frame: Float32Array): void {
    this.#frames.push(frame);
  }

  stop(): Promise<Recorded> {
    const length = this.#frames.reduce((sum, frame) => sum + frame.length, 0);
    const audio = new Blob([wavFile(this.#frames, length)], { type: 'audio/wav' });
    return Promise.resolve({ audio, seconds: length / SAMPLE_RATE });
  }

  discard(): void {
    this.#frames.length = 0;
  }
}

/** One channel of 16 bits. */
function wavFile(frames: readonly Float32Array[], length: number): ArrayBuffer {
  const bytes = length * BYTES_PER_SAMPLE;
  const file = new DataView(new ArrayBuffer(HEADER_BYTES + bytes));
  let at = 0;
  const word = (text: string): void => {
    for (const letter of text) file.setUint8(at++, letter.charCodeAt(0));
  };
  const number = (value: number, size: 2 | 4): void => {
    if (size === 2) file.setUint16(at, value, true);
    else file.setUint32(at, value, true);
    at += size;
  };
  word('RIFF');
  number(HEADER_BYTES - 8 + bytes, 4);
  word('WAVEfmt ');
  number(16, 4);
  number(1, 2); // Plain samples,
  number(1, 2); // of one channel.
  number(SAMPLE_RATE, 4);
  number(SAMPLE_RATE * BYTES_PER_SAMPLE, 4);
  number(BYTES_PER_SAMPLE, 2);
  number(8 * BYTES_PER_SAMPLE, 2);
  word('data');
  number(bytes, 4);
  for (const frame of frames)
    for (const sample of frame) {
      file.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32_767, true);
      at += BYTES_PER_SAMPLE;
    }
  return file.buffer;
}
