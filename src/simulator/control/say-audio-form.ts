import { isWav } from '../../core/speech/wav.js';
import type { SimulatorContext } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import { complainOfRequest } from '../http/request-body.js';

export interface SayAudioForm {
  turnId: string;
  durationSeconds: number;
  file: Uint8Array;
}

/**
 * Reads the multipart form of say-audio. Whether the file is an MP3 shows when it is decoded.
 * @throws {Refusal} 400: it is no form, a field is missing or wrong, or the file is a WAV file and those are not taken.
 */
export async function readSayAudioForm(
  c: SimulatorContext,
  { allowWav }: { allowWav: boolean },
): Promise<SayAudioForm> {
  const { turnId, duration, audio } = await readForm(c);
  if (typeof turnId !== 'string' || turnId.trim() === '') complainOfRequest('turnId', 'a non-empty string');
  const durationSeconds = typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : NaN;
  if (!(durationSeconds > 0 && durationSeconds < Infinity)) {
    complainOfRequest('duration', 'a number of seconds above 0');
  }
  if (!(audio instanceof File) || audio.size === 0) complainOfRequest('audio', 'a file with something in it');
  const file = new Uint8Array(await audio.arrayBuffer());
  if (!allowWav && isWav(file)) throw new Refusal(400, 'audio should be an MP3 file.');
  return { turnId, durationSeconds, file };
}

async function readForm(c: SimulatorContext): Promise<Record<string, unknown>> {
  const isMultipart = /^multipart\/form-data\b/i.test(c.req.header('Content-Type') ?? '');
  if (!isMultipart) complainOfRequest('the body', 'multipart/form-data');
  try {
    return await c.req.parseBody();
  } catch (cause) {
    throw new Refusal(400, 'The body should be multipart/form-data.', { cause });
  }
}
