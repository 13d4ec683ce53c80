import { JsonReader } from '../../core/json-reader.js';
import { parseSayTextBody } from '../../core/protocol-guards.js';
import type { SayTextCall } from '../../core/protocol.js';
import { measureMp3 } from '../../core/speech/mp3-duration.js';
import { startsLikeMp3 } from '../../core/speech/mp3.js';
import { readAvatarDefaults, type AvatarDefaults } from '../sessions/avatar-defaults.js';
import type { AvatarLimits } from '../sessions/limits.js';
import { Recording, type RecordedCall } from '../sessions/recording.js';
import { badRequest, RequestProblem, textTooLong } from '../request-problem.js';
import type { IncomingBody } from './incoming-body.js';
import { readMultipartForm } from './multipart-form.js';

/** Of a request what its body is read with. */
export interface BodyRequest {
  header: (name: string) => string | undefined;
  body: IncomingBody;
}

const LONGEST_TURN_ID = 200;

/** An MP3 of 44.1 kHz has so many bytes a second, from 32 to 320 kbit/s: the length of one that cannot be measured lies between. */
const SLOWEST_MP3 = 4000;
const FASTEST_MP3 = 40_000;

/** What a session is to be created with; an empty body leaves all to the defaults. */
export async function readSessionBody(request: BodyRequest): Promise<AvatarDefaults> {
  const text = await request.body.text();
  if (text.trim() === '') return {};
  return readAvatarDefaults(new JsonReader(parseJson(request, text), badRequest), badRequest);
}

/** Any JSON object. */
export async function readJsonBody(request: BodyRequest): Promise<JsonReader> {
  return new JsonReader(parseJson(request, await request.body.text()), badRequest);
}

export async function readSayTextBody(request: BodyRequest, limits: AvatarLimits): Promise<SayTextCall> {
  const body = parseJson(request, await request.body.text());
  const call = parseSayTextBody(body, badRequest, () => crypto.randomUUID());
  if (call.text.length > limits.textLength) throw textTooLong(limits.textLength);
  return { ...call, turnId: checkTurnId(call.turnId) };
}

export async function readReplyBody(
  request: BodyRequest,
  limits: AvatarLimits,
): Promise<{ message: string; turnId: string | undefined }> {
  const reader = await readJsonBody(request);
  const message = reader.string('message');
  if (message.length > limits.textLength) throw textTooLong(limits.textLength);
  const turnId = reader.optionalString('turnId');
  return { message, turnId: turnId === undefined ? undefined : checkTurnId(turnId) };
}

export async function readSayAudioBody(request: BodyRequest, limits: AvatarLimits): Promise<RecordedCall> {
  requireMediaType(request, 'multipart/form-data');
  const { texts, file } = await readMultipartForm(request, 'multipart/form-data with turnId, duration and audio', {
    texts: ['turnId', 'duration'],
    file: 'audio',
  });
  if (!file || file.length === 0) return badRequest('audio', 'an MP3 file that is not empty');
  if (file.length > limits.audioBytes) {
    throw new RequestProblem(413, `The audio file is too large: at most ${limits.audioBytes} bytes.`);
  }
  if (!startsLikeMp3(file)) throw new RequestProblem(415, 'The audio file is not an MP3. Send an MP3 of 44.1 kHz.');
  const turnId = checkTurnId(texts.get('turnId'));
  const claimed = checkDuration(texts.get('duration'));
  // What a page says of its file is not what has to be paid for.
  const measured = measureMp3(file)?.durationSeconds;
  if ((measured ?? file.length / SLOWEST_MP3) > limits.audioSeconds) {
    throw new RequestProblem(413, `The audio is too long: at most ${limits.audioSeconds} seconds.`);
  }
  const durationSeconds = measured ?? Math.min(Math.max(claimed, file.length / FASTEST_MP3), file.length / SLOWEST_MP3);
  return { audio: new Recording(file, () => request.body.release()), turnId, durationSeconds };
}

/** A Content-Type without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}

export function checkTurnId(turnId: unknown): string {
  if (typeof turnId !== 'string' || turnId.trim() === '' || turnId.length > LONGEST_TURN_ID) {
    return badRequest('turnId', `a string of 1 to ${LONGEST_TURN_ID} characters`);
  }
  return turnId;
}

function parseJson(request: BodyRequest, text: string): unknown {
  requireMediaType(request, 'application/json');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return badRequest('the body', 'JSON');
  }
}

function requireMediaType(request: BodyRequest, expected: string): void {
  if (mediaTypeOf(request.header('Content-Type')) !== expected)
    throw new RequestProblem(415, `The body should be ${expected}.`);
}

function checkDuration(duration: unknown): number {
  const seconds = typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : NaN;
  if (!Number.isFinite(seconds) || seconds <= 0) badRequest('duration', 'the length of the audio in seconds');
  return seconds;
}
