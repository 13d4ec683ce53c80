import type { MPEGDecodedAudio, MPEGDecoder } from 'mpg123-decoder';

import { CLIP_SAMPLE_RATE, type SpeechClip } from '../mouth.js';
import { importOptional } from '../optional-package.js';
import { joinPcm } from './join-pcm.js';
import { mouthOfLoudness } from './loudness-mouth.js';
import { mp3FrameRanges, startsWith, type ByteRange } from './mp3-frames.js';
import { resample } from './resample.js';

/** Bytes that were to be an MP3 are none. */
export class UndecodableAudioError extends Error {
  override readonly name = 'UndecodableAudioError';

  constructor(given: string) {
    super(`Expected an MP3 file (MPEG-1, 2 or 2.5, Layer III), but was given ${given}.`);
  }
}

/** How much is decoded at once: the decoder's own samples take some twenty times as much. */
const SLICE_BYTES = 65_536;

/**
 * Decodes an MP3 file, mixed to mono. Of a damaged or cut-off file, what is whole is played.
 * @throws {UndecodableAudioError} There is no MP3 in it.
 * @throws {MissingPackageError} The decoder is not installed.
 */
export async function decodeMp3(file: Uint8Array): Promise<SpeechClip> {
  const ranges = mp3FrameRanges(file);
  if (ranges.length === 0) throw new UndecodableAudioError(nameOf(file));
  const { MPEGDecoder } = await importOptional(() => import('mpg123-decoder'), 'mpg123-decoder');
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { samples, sampleRate } = decodeRanges(decoder, file, ranges);
    if (samples.length === 0) throw new UndecodableAudioError('an MP3 without any sound');
    const pcm = resample(samples, sampleRate, CLIP_SAMPLE_RATE);
    return { pcm, mouth: mouthOfLoudness(pcm) };
  } finally {
    decoder.free();
  }
}

function decodeRanges(
  decoder: MPEGDecoder,
  file: Uint8Array,
  ranges: readonly ByteRange[],
): { samples: Int16Array; sampleRate: number } {
  const parts: Int16Array[] = [];
  let sampleRate = CLIP_SAMPLE_RATE;
  for (const { start, end } of ranges) {
    for (let at = start; at < end; at += SLICE_BYTES) {
      const audio = decoder.decode(file.subarray(at, Math.min(end, at + SLICE_BYTES)));
      if (audio.samplesDecoded === 0) continue;
      sampleRate = audio.sampleRate;
      parts.push(monoOf(audio));
    }
  }
  return { samples: joinPcm(parts), sampleRate };
}

function monoOf({ channelData, samplesDecoded }: MPEGDecodedAudio): Int16Array {
  return Int16Array.from({ length: samplesDecoded }, (_, i) => {
    const mean = channelData.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / channelData.length;
    return Math.max(-32_768, Math.min(32_767, Math.round(mean * 32_767)));
  });
}

/** What the bytes seem to be instead, for the message. */
function nameOf(file: Uint8Array): string {
  if (file.length === 0) return 'no bytes at all';
  const looksLike = SIGNATURES.find(([signature, offset]) => startsWith(file.subarray(offset), signature))?.[2];
  return `${file.length} bytes ${looksLike ? `that look like ${looksLike}` : 'in which there is no MP3 frame'}`;
}

const SIGNATURES: readonly (readonly [signature: string, offset: number, name: string])[] = [
  ['RIFF', 0, 'a WAV file'],
  ['OggS', 0, 'an Ogg file'],
  ['fLaC', 0, 'a FLAC file'],
  ['ftyp', 4, 'an MP4 file'],
  ['\x1aE\xdf\xa3', 0, 'a WebM file'],
  ['<', 0, 'HTML or XML'],
  ['{', 0, 'JSON'],
];
