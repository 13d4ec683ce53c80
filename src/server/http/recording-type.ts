import { startsLikeMp3 } from '../../core/speech/mp3.js';
import { isWav } from '../../core/speech/wav.js';

/** The first bytes of files that hold a recording, as text; those of MP4 come after a length. */
const SIGNATURES: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['audio/webm', 0, '\x1a\x45\xdf\xa3'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/mp4', 4, 'ftyp'],
];

/** What a recording is, from its first bytes; undefined where it is none that browsers and phones make. */
export function recordingTypeOf(bytes: Uint8Array): string | undefined {
  const has = (at: number, word: string): boolean =>
    String.fromCharCode(...bytes.subarray(at, at + word.length)) === word;
  const [known] = SIGNATURES.find(([, at, word]) => has(at, word)) ?? [];
  if (known !== undefined) return known;
  if (isWav(bytes)) return 'audio/wav';
  return startsLikeMp3(bytes) ? 'audio/mpeg' : undefined;
}
