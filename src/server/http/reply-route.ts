import { RequestProblem, textTooLong } from '../request-problem.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { AnswerError } from './error-response.js';
import { note, type RouteContext, type Step } from './pipeline.js';
import { streamReply } from './reply-stream.js';
import { mediaTypeOf, readReplyBody, readSpokenReplyBody } from './request-body.js';
import { bodyOf, transcribesNothing } from './route-actions.js';
import type { RouteParts } from './route-parts.js';

/** What a body's length, and its time, are by: a message is typed, or spoken. */
export function typedOrSpoken(typed: Step, spoken: Step): Step {
  return (context, next) => (isSpoken(context) ? spoken : typed)(context, next);
}

/** Answers what a visitor says: as JSON, or as a form with a recording, which is transcribed first. */
export async function reply(context: RouteContext, parts: RouteParts, answerError: AnswerError): Promise<Response> {
  if (isSpoken(context)) return replyToSpoken(context, parts, answerError);
  const { settings, replies, consents, callers } = parts;
  if (!replies) throw answersNothing();
  const { consent, ...question } = await readReplyBody(bodyOf(context), settings);
  const session = context.get('session');
  await consents.assertIn(session, 'session', consent);
  note(context, { message: question.message });
  const variables = await callers.variables(context, context.env.signal);
  return streamReply(
    context,
    (told, signal) => replies.answer(session, { ...question, variables, signal, ...told }),
    answerError,
  );
}

async function replyToSpoken(
  context: RouteContext,
  { settings, listening, replies, consents, callers }: RouteParts,
  answerError: AnswerError,
): Promise<Response> {
  if (!listening) throw transcribesNothing();
  const session = context.get('session');
  const { recording, before, consent, ...wish } = await readSpokenReplyBody(bodyOf(context), settings);
  await consents.assertIn(session, 'session', consent);
  await consents.assertIn(session, 'microphone', consent);
  note(context, { audioBytes: recording.audio.size });
  const { textLength } = settings.limits;
  const variables = await callers.variables(context, context.env.signal);
  return streamReply(
    context,
    async (told, signal) => {
      const heard = await listening.transcribe(session, { ...recording, language: wish.language }, signal);
      const message = spokenMessage(heard, before, textLength);
      note(context, { message });
      told.onHeard(message);
      if (message === '') return { turnId: wish.turnId ?? newTurnId(), text: '' };
      // Pages that answer by themselves know by now what was said.
      if (!replies) throw answersNothing();
      return replies.answer(session, { message, ...wish, variables, signal, ...told });
    },
    answerError,
  );
}

/**
 * What was said, with the beginning of the same sentence; empty where nothing was.
 * @throws {RequestProblem} 413
 */
export function spokenMessage(heard: string, before: string | undefined, textLength: number): string {
  const message = heard === '' ? '' : [before?.trim(), heard].filter(Boolean).join(' ');
  if (message.length > textLength) throw textTooLong(textLength);
  return message;
}

export function isSpoken({ req }: RouteContext): boolean {
  return mediaTypeOf(req.header('Content-Type')) === 'multipart/form-data';
}

export function answersNothing(): RequestProblem {
  return new RequestProblem(501, 'This backend answers no messages.', { code: 'API_REQUEST_FAILED' });
}
