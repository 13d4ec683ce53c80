import { AvatarError } from '../../core/errors.js';
import { measureClip } from '../../core/speech/measure-clip.js';
import { Recording, type RecordedCall } from '../sessions/recording.js';

/**
 * What the hook `textToSpeech` gave, as the service takes it.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is no such file.
 */
export async function clipOf(
  speech: BlobPart,
  { allowWav }: { allowWav: boolean },
): Promise<Omit<RecordedCall, 'turnId'>> {
  const bytes = new Uint8Array(await new Blob([speech]).arrayBuffer());
  const measured = measureClip(bytes, { allowWav });
  if (!measured) {
    const kinds = allowWav ? 'neither an MP3 nor a WAV file' : 'not an MP3 file';
    throw new AvatarError('INVALID_CONFIGURATION', `textToSpeech gave something that is ${kinds}.`);
  }
  return { audio: new Recording(bytes, measured.type), durationSeconds: measured.durationSeconds };
}
