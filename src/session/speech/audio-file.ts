import { notLoaded } from '../../core/not-loaded.js';
import { abortedError, AvatarError } from '../../core/errors.js';
import { WAV } from '../../core/speech/clip-type.js';
import { startsLikeMp3 } from '../../core/speech/mp3.js';
import { measureWav } from '../../core/speech/wav.js';
import { measureMp3 } from '../../core/speech/mp3-duration.js';

/** What the service asks for, in hertz. */
const SAMPLE_RATE = 44_100;

/** A file as the service takes it. */
export interface SpeakableAudio {
  audio: Blob;
  durationSeconds: number;
}

export interface SpeakableOptions {
  /** How long it is; found out where it is missing, and for WAV files. */
  durationSeconds?: number | undefined;
  /** Whether a WAV file of plain samples stays as it is. Default false. */
  allowWav?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The audio as an MP3 of 44.1 kHz, and how long it is. What is one stays as it is; any other recording that the browser can
 * decode (WAV, WebM, Ogg, MP4) is made one, with an encoder that is loaded for it. With `allowWav` a WAV file stays one.
 *
 * @throws {AvatarError} `INVALID_INPUT`: it is no audio file, or an empty or broken one; `NETWORK`, `UNSUPPORTED_BROWSER`:
 * there is no encoder; `ABORTED`.
 */
export async function toSpeakable(
  audio: Blob,
  { durationSeconds, allowWav = false, signal }: SpeakableOptions = {},
): Promise<SpeakableAudio> {
  if (!(audio instanceof Blob)) throw new AvatarError('INVALID_INPUT', 'The audio should be a Blob or a File.');
  const bytes = new Uint8Array(await audio.arrayBuffer());
  if (startsLikeMp3(bytes)) {
    if (durationSeconds !== undefined) return { audio, durationSeconds: checked(durationSeconds) };
    const length = measureMp3(bytes);
    if (length?.sampleRate === SAMPLE_RATE) return { audio, durationSeconds: length.durationSeconds };
  }
  const wav = allowWav ? measureWav(bytes) : undefined;
  if (wav) return { audio: audio.slice(0, audio.size, WAV), durationSeconds: wav.durationSeconds };
  const decoded = await decode(bytes.buffer, audio.type);
  if (signal?.aborted) throw abortedError(signal.reason);
  const length = checked(decoded.duration);
  const { encodeMp3 } = await import('./mp3-encoder.js').catch((cause: unknown) => {
    throw notLoaded('The MP3 encoder', cause);
  });
  return { audio: await encodeMp3(decoded, signal).catch(refuse(signal)), durationSeconds: length };
}

function checked(durationSeconds: number): number {
  if (durationSeconds > 0 && durationSeconds < Infinity) return durationSeconds;
  throw new AvatarError('INVALID_INPUT', 'The audio has no length: it should be longer than 0 seconds.');
}

function refuse(signal: AbortSignal | undefined): (cause: unknown) => never {
  return (cause) => {
    if (signal?.aborted) throw abortedError(signal.reason);
    throw new AvatarError(
      'UNSUPPORTED_BROWSER',
      'The MP3 encoder could not be started. A Content-Security-Policy has to allow script-src ’wasm-unsafe-eval’ and ' +
        'connect-src data:. Or send an MP3 file of 44.1 kHz.',
      { cause },
    );
  };
}

async function decode(file: ArrayBuffer, type: string): Promise<AudioBuffer> {
  try {
    // Decodes without being allowed to play, which an AudioContext needs a gesture for; and resamples.
    return await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(file);
  } catch (cause) {
    throw new AvatarError(
      'INVALID_INPUT',
      `The audio file (${type || 'of an unknown type'}) cannot be decoded. Is it a complete MP3, WAV or WebM file?`,
      { cause },
    );
  }
}
