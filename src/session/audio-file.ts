import { AvatarError } from '../core/errors.js';

/**
 * Checks that a file is an MP3 by its first bytes: an ID3 tag, or the sync word of an MPEG audio frame of layer III.
 * @throws {AvatarError} `INVALID_INPUT`
 */
export async function assertMp3(audio: Blob): Promise<void> {
  if (!(audio instanceof Blob)) throw new AvatarError('INVALID_INPUT', 'The audio should be a Blob or a File.');
  const [first = 0, second = 0, third = 0] = new Uint8Array(await audio.slice(0, 3).arrayBuffer());
  const hasId3Tag = first === 0x49 && second === 0x44 && third === 0x33;
  const isLayerThreeFrame = first === 0xff && (second & 0xe6) === 0xe2;
  if (hasId3Tag || isLayerThreeFrame) return;
  throw new AvatarError(
    'INVALID_INPUT',
    `The avatar speaks MP3 files (44.1 kHz); this is ${audio.type || 'a file of another kind'}. Convert it to MP3 first.`,
  );
}

/**
 * The length of an audio file in seconds.
 * @throws {AvatarError} `INVALID_INPUT`: the browser cannot decode it.
 */
export async function measureDuration(audio: Blob): Promise<number> {
  try {
    // Decodes without being allowed to play, which an AudioContext needs a gesture for.
    const decoder = new OfflineAudioContext(1, 1, 44_100);
    return (await decoder.decodeAudioData(await audio.arrayBuffer())).duration;
  } catch (cause) {
    throw new AvatarError('INVALID_INPUT', 'The audio file cannot be decoded. Is it a complete MP3 file?', {
      cause,
    });
  }
}
