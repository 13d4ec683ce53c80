/** Where the samples of a WAV file are, and of what kind they are. */
interface WavFormat {
  channels: number;
  /** In hertz. */
  sampleRate: number;
  /** Of a sample of one channel. */
  bits: number;
  start: number;
  /** In bytes. */
  length: number;
}

/** Sound of one channel. */
export interface WavSound {
  sampleRate: number;
  samples: Int16Array;
}

const PCM = 1;
/** The kind stands behind the rest of the format then. */
const EXTENSIBLE = 0xfffe;
const EXTENDED_KIND_AT = 24;

export function isWav(bytes: Uint8Array): boolean {
  return wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WAVE';
}

/** How long a WAV file is; undefined where it is none, or one of another kind than plain samples. */
export function measureWav(bytes: Uint8Array): { durationSeconds: number } | undefined {
  const format = formatOf(bytes);
  if (!format) return undefined;
  const { channels, sampleRate, bits, length } = format;
  const durationSeconds = (length * 8) / (channels * bits * sampleRate);
  return durationSeconds > 0 ? { durationSeconds } : undefined;
}

/** The samples of a WAV file, as of 16 bits and all channels in one; undefined where it is none, or holds another kind of sound. */
export function readWav(bytes: Uint8Array): WavSound | undefined {
  const format = formatOf(bytes);
  if (!format) return undefined;
  const { channels, sampleRate, bits, start, length } = format;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = bits / 8;
  // Samples of 8 bits have no sign; of longer ones the upper 16 bits are read.
  const sampleAt = (at: number): number =>
    bits === 8 ? (view.getUint8(at) - 128) * 256 : view.getInt16(at + width - 2, true);
  const samples = new Int16Array(Math.floor(length / width / channels));
  for (let i = 0; i < samples.length; i += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += sampleAt(start + width * (i * channels + channel));
    samples[i] = Math.round(sum / channels);
  }
  return { sampleRate, samples };
}

function formatOf(bytes: Uint8Array): WavFormat | undefined {
  if (!isWav(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Pick<WavFormat, 'channels' | 'sampleRate' | 'bits'> | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, start] = [wordAt(bytes, at), at + 8];
    // What is streamed has a length that was not known when it was written.
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - start);
    if (name === 'fmt ' && length >= 16) {
      const [named, channels] = [view.getUint16(start, true), view.getUint16(start + 2, true)];
      const isExtended = named === EXTENSIBLE && length >= EXTENDED_KIND_AT + 2;
      const kind = isExtended ? view.getUint16(start + EXTENDED_KIND_AT, true) : named;
      const [sampleRate, bits] = [view.getUint32(start + 4, true), view.getUint16(start + 14, true)];
      const isPlain = kind === PCM && [8, 16, 24, 32].includes(bits);
      if (!isPlain || channels < 1 || channels > 8 || sampleRate < 8000 || sampleRate > 192_000) return undefined;
      format = { channels, sampleRate, bits };
    }
    if (name === 'data') return format && { ...format, start, length };
    at = start + length + (length % 2);
  }
  return undefined;
}

function wordAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
