import { streamOf } from './body-steps.js';
import { TEXT_IS_REQUIRED } from '../../core/protocol-guards.js';
import { note, type RouteContext } from './pipeline.js';
import {
  checkLanguage,
  checkTurnId,
  readJsonBody,
  readSayAudioBody,
  readSayTextBody,
  readSessionBody,
  readSpeechBody,
  type BodyRequest,
} from './request-body.js';
import { badRequest, RequestProblem } from '../request-problem.js';
import { consentFacts, readConsentFields } from '../sessions/consents.js';
import { completeChoice } from '../sessions/avatar-defaults.js';
import { inSeconds } from '../sessions/in-seconds.js';
import { isTextStream, readTextStream } from './text-stream.js';
import type { PagesMaySay } from './pages-may-say.js';
import type { RouteParts } from './route-parts.js';
import { jsonResponse } from './text-response.js';

export function bodyOf(context: RouteContext): BodyRequest {
  return { header: (name) => context.req.header(name), body: context.get('body') };
}

export async function acknowledge(done: Promise<void>): Promise<Response> {
  await done;
  return jsonResponse({ success: true });
}

/** @param isBare Whether the page asks for the WHEP URL by itself. */
export async function openSession(context: RouteContext, parts: RouteParts, isBare: boolean): Promise<Response> {
  const { settings, callers, admission, sessions, consents, feedbacks } = parts;
  // Whatever may be refused is, before a place is taken for it.
  const { wanted, offer, consent, ticket } = await readSessionBody(bodyOf(context));
  consents.assertForSession(consent);
  const choice = completeChoice(wanted, settings);
  const caller = await callers.ensureCookie(context, context.get('caller') ?? {});
  context.set('caller', caller);
  const { place, lastsMs, giveUp } = await admission.admitSession(caller, ticket);
  const opened = sessions.open({
    ...{ choice, caller, place, lastsMs, isBare, offer, consent },
    isAuthorizationTaken: context.req.header('Authorization') !== undefined,
    signal: context.env.signal,
    log: context.get('log'),
  });
  const grant = await opened.catch(async (error: unknown) => {
    await giveUp();
    throw error;
  });
  note(context, { sessionId: grant.sessionId });
  consents.write(grant.sessionId, consent);
  return context.json({ ...grant, takesFeedback: feedbacks.isWanted });
}

/** Tells besides how long the session may go on. */
export async function keepAlive(context: RouteContext, { sessions }: RouteParts): Promise<Response> {
  const session = context.get('session');
  await sessions.relay(session, (service) => service.keepAlive());
  return jsonResponse({ success: true, ...inSeconds({ endsInSeconds: session.endsInMs }) });
}

export async function sayText(context: RouteContext, parts: RouteParts): Promise<Response> {
  assertPagesMaySay('text', parts);
  if (isTextStream(context.req.header('Content-Type'))) return sayStream(context, parts);
  const { settings, speaking, openTurns } = parts;
  const session = context.get('session');
  const call = context.get('call') ?? (await readSayTextBody(bodyOf(context), settings.limits));
  note(context, { turnId: call.turnId, text: call.text, textLength: call.text.length });
  const isBlank = call.text.trim() === '';
  if (isBlank && !(call.isFinal && openTurns.has(session, call.turnId))) {
    throw new RequestProblem(400, TEXT_IS_REQUIRED);
  }
  const { isPaid, refusal } = context.get('payment');
  if (refusal) throw refusal;
  await speaking.say(session, call, { signal: context.env.signal, speaker: 'page', isPaid });
  await openTurns.taken(session, call);
  return jsonResponse({ success: true });
}

async function sayStream(context: RouteContext, { settings, speaking }: RouteParts): Promise<Response> {
  const turnId = checkTurnId(context.req.query('turnId') ?? crypto.randomUUID());
  const body = streamOf(context) ?? new Blob([]).stream();
  let text = '';
  const { textLength } = settings.limits;
  const texts = readTextStream(body, context.req.header('Content-Type'), textLength);
  try {
    await speaking.sayStream(context.get('session'), texts, turnId, {
      ...{ signal: context.env.signal, speaker: 'page', textLength },
      onPiece: (piece) => (text += piece),
    });
  } finally {
    note(context, { turnId, text, textLength: text.length });
  }
  return jsonResponse({ success: true, turnId });
}

export async function sayAudio(context: RouteContext, parts: RouteParts): Promise<Response> {
  assertPagesMaySay('audio', parts);
  const { settings, speaking } = parts;
  const call = await readSayAudioBody(bodyOf(context), settings);
  note(context, { turnId: call.turnId, audioBytes: call.audio.size });
  return acknowledge(speaking.sayAudio(context.get('session'), call, { signal: context.env.signal, speaker: 'page' }));
}

export function mayPagesSay(kind: 'text' | 'audio', pagesMaySay: PagesMaySay): boolean {
  return pagesMaySay === true || pagesMaySay === kind;
}

function assertPagesMaySay(kind: 'text' | 'audio', { settings }: RouteParts): void {
  if (!mayPagesSay(kind, settings.pagesMaySay)) throw new RequestProblem(403, 'Pages may not say this here.');
}

/** Takes down what the visitor consents to by now, or ends the session where they take it back. */
export async function consent(
  context: RouteContext,
  { consents, sessions, conversations }: RouteParts,
): Promise<Response> {
  const session = context.get('session');
  const reader = await readJsonBody(bodyOf(context));
  if (reader.optionalBoolean('withdrawn')) {
    note(context, { reason: 'withdrawn' });
    await conversations.forgetIn(session.sessionId);
    return acknowledge(sessions.end(session, 'withdrawn'));
  }
  const given = readConsentFields(reader, badRequest);
  await consents.keep(session.sessionId, given);
  note(context, { consent: consentFacts(given) });
  return jsonResponse({ success: true });
}

export async function transcribe(
  context: RouteContext,
  { settings, listening, consents }: RouteParts,
): Promise<Response> {
  if (!listening) throw transcribesNothing();
  const language = checkLanguage(context.req.query('language'));
  await consents.assertIn(context.get('session'), 'microphone');
  const recording = await readSpeechBody(bodyOf(context), settings.limits);
  note(context, { audioBytes: recording.audio.size });
  const text = await listening.transcribe(context.get('session'), { ...recording, language }, context.env.signal);
  note(context, { text, textLength: text.length });
  return context.json({ success: true, text });
}

export function transcribesNothing(): RequestProblem {
  return new RequestProblem(501, 'This backend transcribes nothing.', { code: 'API_REQUEST_FAILED' });
}
