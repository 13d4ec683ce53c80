import { JsonReader } from '../../core/json-reader.js';
import { isLanguageTag } from '../../core/language-tag.js';
import { parseSayTextBody } from '../../core/protocol-guards.js';
import type { Consent, SayTextCall } from '../../core/protocol.js';
import { MP3 } from '../../core/speech/clip-type.js';
import { measureClip } from '../../core/speech/measure-clip.js';
import { startsLikeMp3 } from '../../core/speech/mp3.js';
import { isWav } from '../../core/speech/wav.js';
import { readAvatarDefaults, type AvatarDefaults } from '../sessions/avatar-defaults.js';
import { readConsent } from '../sessions/consents.js';
import type { AvatarLimits } from '../sessions/limits.js';
import { Recording, type RecordedCall } from '../sessions/recording.js';
import { badRequest, RequestProblem, textTooLong } from '../request-problem.js';
import type { ToldResult } from '../speech/awaited-results.js';
import type { ConversationWish } from '../speech/conversations.js';
import type { PageActionsRule, PageWord } from '../speech/page-word.js';
import type { IncomingBody } from './incoming-body.js';
import { readConversation } from './conversation-key.js';
import { readMultipartForm } from './multipart-form.js';
import { readPageWord, readResults } from './page-word.js';
import { readTicket } from './ticket.js';
import { recordingTypeOf } from './recording-type.js';
import { parseShallowJson } from './shallow-json.js';

/** Of a request what its body is read with. */
export interface BodyRequest {
  header: (name: string) => string | undefined;
  body: IncomingBody;
}

const LONGEST_TURN_ID = 200;

/** An MP3 of 44.1 kHz has so many bytes a second, from 32 to 320 kbit/s: the length of one that cannot be measured lies between. */
const SLOWEST_MP3 = 4000;
const FASTEST_MP3 = 40_000;

/** What of a recording cannot be measured is taken to be of 24 kbit/s, at which browsers record speech well. */
const SPEECH_BYTES_PER_SECOND = 3000;

/** What a session is to be created with, and for whom. */
export interface SessionWish {
  wanted: AvatarDefaults;
  offer: string | undefined;
  consent: Consent | undefined;
  /** By which the visitor has waited. */
  ticket: string | undefined;
}

/** An empty body leaves all to the defaults. */
export async function readSessionBody(request: BodyRequest): Promise<SessionWish> {
  const reader = await readOptionalJsonBody(request);
  if (!reader) return { wanted: {}, offer: undefined, consent: undefined, ticket: undefined };
  const offer = reader.optionalString('offer');
  if (offer !== undefined) assertOffer(offer);
  return {
    wanted: readAvatarDefaults(reader, badRequest),
    offer,
    consent: readConsent(reader, badRequest),
    ticket: readTicket(reader),
  };
}

/** What a page offers to the media server. */
export async function readOfferBody(request: BodyRequest): Promise<string> {
  requireMediaType(request, 'application/sdp');
  const offer = await request.body.text();
  assertOffer(offer);
  return offer;
}

/** What a page tells the media server of its candidates. */
export async function readFragmentBody(request: BodyRequest): Promise<string> {
  requireMediaType(request, 'application/trickle-ice-sdpfrag');
  return request.body.text();
}

function assertOffer(offer: string): void {
  if (!offer.startsWith('v=0')) badRequest('offer', 'an SDP offer, as RTCPeerConnection.createOffer() makes it');
}

/** Any JSON object. */
export async function readJsonBody(request: BodyRequest): Promise<JsonReader> {
  return new JsonReader(parseJson(request, await request.body.text()), badRequest);
}

/** Any JSON object; undefined where the body is empty. */
export async function readOptionalJsonBody(request: BodyRequest): Promise<JsonReader | undefined> {
  const text = await request.body.text();
  return text.trim() === '' ? undefined : new JsonReader(parseJson(request, text), badRequest);
}

export async function readSayTextBody(request: BodyRequest, limits: AvatarLimits): Promise<SayTextCall> {
  const body = parseJson(request, await request.body.text());
  const call = parseSayTextBody(body, badRequest, () => crypto.randomUUID());
  if (call.text.length > limits.textLength) throw textTooLong(limits.textLength);
  return { ...call, turnId: checkTurnId(call.turnId) };
}

/** What comes along with a message, typed or spoken. */
export interface ReplyWish {
  turnId: string | undefined;
  consent: Consent | undefined;
  /** That the visitor speaks, where the page knows it. */
  language: string | undefined;
  /** What the page says of itself. */
  page: PageWord;
  /** Which conversation it belongs to, where the page keeps one. */
  conversation: ConversationWish | undefined;
}

/** What what comes along is read by. */
interface ReplyRules {
  limits: AvatarLimits;
  /** Undefined where pages may offer no actions. */
  pageActions: PageActionsRule | undefined;
}

/** A message that is typed, or in its place what came of the actions of the answer before. @throws {RequestProblem} 400, 413 */
export async function readReplyBody(
  request: BodyRequest,
  { limits, pageActions }: ReplyRules,
): Promise<ReplyWish & { message: string; results: ToldResult[] | undefined }> {
  const reader = await readJsonBody(request);
  const results = readResults(reader, pageActions);
  const message = results ? '' : reader.string('message');
  if (message.length > limits.textLength) throw textTooLong(limits.textLength);
  return { message, results, ...readReplyWish(reader, pageActions) };
}

/**
 * A message that is spoken: a form with the recording, and the rest of the JSON in a field.
 * @throws {RequestProblem} 400, 413, 415
 */
export async function readSpokenReplyBody(
  request: BodyRequest,
  { limits, pageActions }: ReplyRules,
): Promise<ReplyWish & { recording: VisitorRecording; before: string | undefined }> {
  const { texts, file } = await readMultipartForm(request, 'multipart/form-data with audio and question', {
    texts: ['question'],
    file: 'audio',
  });
  if (!file) return badRequest('audio', 'a recording, as a file');
  let question: unknown;
  try {
    question = parseShallowJson(texts.get('question') ?? '{}');
  } catch {
    return badRequest('question', 'JSON');
  }
  const reader = new JsonReader(question, badRequest, 'question');
  const before = reader.optionalText('before');
  if (before !== undefined && before.length > limits.textLength) throw textTooLong(limits.textLength);
  return { recording: recordingIn(file, limits), before, ...readReplyWish(reader, pageActions) };
}

function readReplyWish(reader: JsonReader, pageActions: PageActionsRule | undefined): ReplyWish {
  const turnId = reader.optionalString('turnId');
  return {
    turnId: turnId === undefined ? undefined : checkTurnId(turnId),
    consent: readConsent(reader, badRequest),
    language: checkLanguage(reader.optionalString('language')),
    page: readPageWord(reader, pageActions),
    conversation: reader.has('conversation') ? readConversation(reader.object('conversation')) : undefined,
  };
}

/** Of a visitor. */
export function checkLanguage(language: string | undefined): string | undefined {
  if (language === undefined || isLanguageTag(language)) return language;
  return badRequest('language', 'a language tag, such as de or pt-BR');
}

export async function readSayAudioBody(
  request: BodyRequest,
  { limits, allowWav }: { limits: AvatarLimits; allowWav: boolean },
): Promise<RecordedCall> {
  requireMediaType(request, 'multipart/form-data');
  const { texts, file } = await readMultipartForm(request, 'multipart/form-data with turnId, duration and audio', {
    texts: ['turnId', 'duration'],
    file: 'audio',
  });
  if (!file || file.length === 0) return badRequest('audio', 'an MP3 file that is not empty');
  if (file.length > limits.audioBytes) {
    throw new RequestProblem(413, `The audio file is too large: at most ${limits.audioBytes} bytes.`);
  }
  const measured = measureClip(file, { allowWav, mostSeconds: limits.audioSeconds });
  if (!measured && !startsLikeMp3(file)) throw new RequestProblem(415, notTaken(file, allowWav));
  const turnId = checkTurnId(texts.get('turnId'));
  const claimed = checkDuration(texts.get('duration'));
  // What a page says of its file is not what has to be paid for.
  if ((measured?.durationSeconds ?? file.length / SLOWEST_MP3) > limits.audioSeconds) {
    throw new RequestProblem(413, `The audio is too long: at most ${limits.audioSeconds} seconds.`);
  }
  const durationSeconds =
    measured?.durationSeconds ?? Math.min(Math.max(claimed, file.length / FASTEST_MP3), file.length / SLOWEST_MP3);
  const audio = new Recording(file, measured?.type ?? MP3, () => request.body.release());
  return { audio, turnId, durationSeconds };
}

function notTaken(file: Uint8Array, allowWav: boolean): string {
  if (!allowWav) return 'The audio file is not an MP3. Send an MP3 of 44.1 kHz.';
  return isWav(file)
    ? 'The audio file is a WAV file, but not of plain samples (PCM).'
    : 'The audio file is neither an MP3 nor a WAV file.';
}

/** What a visitor says. */
export interface VisitorRecording {
  audio: Blob;
  durationSeconds: number;
}

/** A visitor's recording, which is the whole body. @throws {RequestProblem} 413, 415 */
export async function readSpeechBody(request: BodyRequest, limits: AvatarLimits): Promise<VisitorRecording> {
  return recordingIn(await request.body.bytes(), limits);
}

/** What it is, is seen from its first bytes: whoever sends anything else costs no vendor. @throws {RequestProblem} 413, 415 */
function recordingIn(bytes: Uint8Array<ArrayBuffer>, limits: AvatarLimits): VisitorRecording {
  if (bytes.length > limits.transcriptionBytes)
    throw new RequestProblem(413, `The recording is too large: at most ${limits.transcriptionBytes} bytes.`);
  const type = recordingTypeOf(bytes);
  if (type === undefined) {
    throw new RequestProblem(415, 'The body is no recording: send WebM, Ogg, MP4, MP3, WAV or FLAC as it is.');
  }
  const measured = measureClip(bytes, { allowWav: true, mostSeconds: limits.transcriptionSeconds });
  const durationSeconds = measured?.durationSeconds ?? bytes.length / SPEECH_BYTES_PER_SECOND;
  if (durationSeconds > limits.transcriptionSeconds) {
    throw new RequestProblem(
      413,
      `The recording is too long: at most ${limits.transcriptionSeconds} seconds, at 24 kbit/s where it is compressed.`,
    );
  }
  return { audio: new Blob([bytes], { type }), durationSeconds };
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
    return parseShallowJson(text);
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
