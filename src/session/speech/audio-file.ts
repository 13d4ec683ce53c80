import { AvatarError } from '../../core/errors.js';
import { startsLikeMp3 } from '../../core/mp3.js';

/**
 * Checks that a file is an MP3, by its first bytes.
 * @throws {AvatarError} `INVALID_INPUT`
 */
export async function assertMp3(audio: Blob): Promise<void> {
  if (!(audio instanceof Blob)) throw new AvatarError('INVALID_INPUT', 'The audio should be a Blob or a File.');
  if (startsLikeMp3(new Uint8Array(await audio.slice(0, 4).arrayBuffer()))) return;
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
