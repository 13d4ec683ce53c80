import type { AnswerError } from './error-response.js';
import { TEXT_IS_REQUIRED } from '../../core/protocol-guards.js';
import { note, type RouteContext } from './pipeline.js';
import { streamReply } from './reply-stream.js';
import {
  checkTurnId,
  readReplyBody,
  readSayAudioBody,
  readSayTextBody,
  readSessionBody,
  type BodyRequest,
} from './request-body.js';
import { RequestProblem } from '../request-problem.js';
import { completeChoice } from '../sessions/avatar-defaults.js';
import { isTextStream, readTextStream } from './text-stream.js';
import type { RouteParts } from './route-parts.js';

export function bodyOf({ req, var: { body } }: RouteContext): BodyRequest {
  return { header: (name) => req.header(name), body };
}

export async function acknowledge(context: RouteContext, done: Promise<void>): Promise<Response> {
  await done;
  return context.json({ success: true });
}

/** @param isBare Whether the page asks for the WHEP URL by itself. */
export async function openSession(context: RouteContext, parts: RouteParts, isBare: boolean): Promise<Response> {
  const { settings, callers, admission, sessions } = parts;
  // Whatever may be refused is, before a place is taken for it.
  const choice = completeChoice(await readSessionBody(bodyOf(context)), settings);
  const caller = await callers.ensureCookie(context, context.var.caller ?? {});
  context.set('caller', caller);
  const place = await admission.admitSession(caller);
  const grant = await sessions.open({
    ...{ choice, caller, place, isBare },
    isAuthorizationTaken: context.req.header('Authorization') !== undefined,
    signal: context.env.signal,
    log: context.var.log,
  });
  note(context, { sessionId: grant.sessionId });
  return context.json(grant);
}

export async function sayText(context: RouteContext, parts: RouteParts): Promise<Response> {
  assertPagesMaySay('text', parts);
  if (isTextStream(context.req.header('Content-Type'))) return sayStream(context, parts);
  const { settings, speaking, openTurns } = parts;
  const { session } = context.var;
  const call = await readSayTextBody(bodyOf(context), settings.limits);
  note(context, { turnId: call.turnId, text: call.text, textLength: call.text.length });
  const isBlank = call.text.trim() === '';
  if (isBlank && !(call.isFinal && openTurns.has(session, call.turnId))) {
    throw new RequestProblem(400, TEXT_IS_REQUIRED);
  }
  await speaking.say(session, call, { signal: context.env.signal, speaker: 'page' });
  await openTurns.taken(session, call);
  return context.json({ success: true });
}

async function sayStream(context: RouteContext, { settings, speaking }: RouteParts): Promise<Response> {
  const { raw } = context.req;
  const turnId = checkTurnId(context.req.query('turnId') ?? crypto.randomUUID());
  const body = raw.body ?? new Blob([]).stream();
  let text = '';
  const { textLength } = settings.limits;
  const texts = readTextStream(body, context.req.header('Content-Type'), textLength);
  try {
    await speaking.sayStream(context.var.session, texts, turnId, {
      ...{ signal: context.env.signal, speaker: 'page', textLength },
      onPiece: (piece) => (text += piece),
    });
  } finally {
    note(context, { turnId, text, textLength: text.length });
  }
  return context.json({ success: true, turnId });
}

export async function sayAudio(context: RouteContext, parts: RouteParts): Promise<Response> {
  assertPagesMaySay('audio', parts);
  const { settings, speaking } = parts;
  const call = await readSayAudioBody(bodyOf(context), settings.limits);
  note(context, { turnId: call.turnId, audioBytes: call.audio.size });
  return acknowledge(
    context,
    speaking.sayAudio(context.var.session, call, { signal: context.env.signal, speaker: 'page' }),
  );
}

function assertPagesMaySay(kind: 'text' | 'audio', { settings }: RouteParts): void {
  const { pagesMaySay } = settings;
  if (pagesMaySay !== true && pagesMaySay !== kind) throw new RequestProblem(403, 'Pages may not say this here.');
}

export async function reply(
  context: RouteContext,
  { settings, replies }: RouteParts,
  answerError: AnswerError,
): Promise<Response> {
  if (!replies) throw new RequestProblem(501, 'This backend answers no messages.', { code: 'API_REQUEST_FAILED' });
  const body = await readReplyBody(bodyOf(context), settings.limits);
  note(context, { message: body.message });
  return streamReply(context, replies, body, answerError);
}
