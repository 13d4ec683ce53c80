import type { HonoRequest } from 'hono';

import { JsonReader } from '../core/json-reader.js';
import { parseSayTextBody } from '../core/protocol-guards.js';
import type { SayAudioCall, SayTextCall } from '../core/protocol.js';
import { readAvatarDefaults, type AvatarDefaults } from './avatar-defaults.js';
import { startsLikeMp3 } from '../core/mp3.js';
import { badRequest, RequestProblem } from './request-problem.js';

const LONGEST_TURN_ID = 200;
const MP3_HEADER_BYTES = 4;

/** What a session is to be created with; an empty body leaves all to the defaults. */
export async function readSessionBody(request: HonoRequest): Promise<AvatarDefaults> {
  const text = await request.text();
  if (text.trim() === '') return {};
  return readAvatarDefaults(new JsonReader(parseJson(request, text), badRequest), badRequest);
}

export async function readSayTextBody(request: HonoRequest, maxTextLength: number): Promise<SayTextCall> {
  const body = parseJson(request, await request.text());
  const call = parseSayTextBody(body, badRequest, () => crypto.randomUUID());
  if (call.text.length > maxTextLength) {
    throw new RequestProblem(413, `The text is too long: at most ${maxTextLength} characters at a time.`);
  }
  return { ...call, turnId: checkTurnId(call.turnId) };
}

export async function readSayAudioBody(request: HonoRequest, maxAudioBytes: number): Promise<SayAudioCall> {
  const form = await readForm(request);
  const audio = form.get('audio');
  if (!(audio instanceof Blob) || audio.size === 0) badRequest('audio', 'an MP3 file that is not empty');
  if (audio.size > maxAudioBytes) {
    throw new RequestProblem(413, `The audio file is too large: at most ${maxAudioBytes} bytes.`);
  }
  const head = new Uint8Array(await audio.slice(0, MP3_HEADER_BYTES).arrayBuffer());
  if (!startsLikeMp3(head)) throw new RequestProblem(415, 'The audio file is not an MP3. Send an MP3 of 44.1 kHz.');
  return {
    audio: new Blob([audio], { type: 'audio/mpeg' }),
    turnId: checkTurnId(form.get('turnId')),
    durationSeconds: checkDuration(form.get('duration')),
  };
}

function parseJson(request: HonoRequest, text: string): unknown {
  requireMediaType(request, 'application/json');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return badRequest('the body', 'JSON');
  }
}

async function readForm(request: HonoRequest): Promise<FormData> {
  requireMediaType(request, 'multipart/form-data');
  try {
    return await request.formData();
  } catch (error) {
    if (request.raw.signal.aborted) throw error;
    return badRequest('the body', 'multipart/form-data with turnId, duration and audio');
  }
}

function requireMediaType(request: HonoRequest, expected: string): void {
  const type = request.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== expected) throw new RequestProblem(415, `The body should be ${expected}.`);
}

function checkTurnId(turnId: unknown): string {
  if (typeof turnId !== 'string' || turnId.trim() === '' || turnId.length > LONGEST_TURN_ID) {
    return badRequest('turnId', `a string of 1 to ${LONGEST_TURN_ID} characters`);
  }
  return turnId;
}

function checkDuration(duration: unknown): number {
  const seconds = typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : NaN;
  if (!Number.isFinite(seconds) || seconds <= 0) badRequest('duration', 'the length of the audio in seconds');
  return seconds;
}
