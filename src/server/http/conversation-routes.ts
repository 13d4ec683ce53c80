import type { Hono } from 'hono';

import { newTurnId } from '../../core/speech/turn-id.js';
import { RequestProblem } from '../request-problem.js';
import { scopesOf } from '../sessions/scopes.js';
import type { ConversationWish } from '../speech/conversations.js';
import { readConversation } from './conversation-key.js';
import type { AnswerError } from './error-response.js';
import { audited, note, refuseMethod, refuseWhenClosed, type Env, type RouteContext, type Step } from './pipeline.js';
import { answersNothing, isSpoken, spokenMessage, typedOrSpoken } from './reply-route.js';
import { streamReply } from './reply-stream.js';
import { readJsonBody, readReplyBody, readSpokenReplyBody } from './request-body.js';
import { acknowledge, bodyOf, transcribesNothing } from './route-actions.js';
import type { RouteParts } from './route-parts.js';

const REPLY = '/conversation/reply';
const TRANSCRIBE = '/conversation/transcribe';
const FORGET = '/conversation/forget';

export const CONVERSATION_PATHS = ['conversation/(?:reply|transcribe|forget)'] as const;

interface Steps {
  who: Step;
  limit: Step;
  inTime: Step;
  recordingInTime: Step;
  typedBody: Step;
  spokenBody: Step;
  smallBody: Step;
  answerError: AnswerError;
}

/** What is written without a session, and what is kept of conversations. */
export function addConversationRoutes(
  app: Hono<Env>,
  parts: RouteParts,
  { who, limit, inTime, recordingInTime, typedBody, spokenBody, smallBody, answerError }: Steps,
): void {
  app.post(
    REPLY,
    ...[audited(parts, 'reply'), refuseWhenClosed(parts.sessions), who, limit],
    ...[typedOrSpoken(inTime, recordingInTime), typedOrSpoken(typedBody, spokenBody)],
    (context) => (isSpoken(context) ? writeSpokenReply : writeReply)(context, parts, answerError),
  );
  app.post(
    TRANSCRIBE,
    ...[audited(parts, 'transcribe'), refuseWhenClosed(parts.sessions), who, limit, recordingInTime, spokenBody],
    (context) => transcribeAlone(context, parts),
  );
  app.post(FORGET, audited(parts, 'forget'), who, limit, inTime, smallBody, (context) =>
    forgetConversation(context, parts),
  );
  for (const path of [REPLY, TRANSCRIBE, FORGET]) app.all(path, refuseMethod('POST'));
}

async function writeReply(
  context: RouteContext,
  { settings, callers, writtenReplies, consents }: RouteParts,
  answerError: AnswerError,
): Promise<Response> {
  if (!writtenReplies) throw answersNothing();
  const { consent, conversation, ...question } = await readReplyBody(bodyOf(context), settings);
  consents.assertForSession(consent);
  if (!conversation) throw conversationNeeded();
  note(context, { message: question.message });
  const caller = await callers.ensureCookie(context, context.get('caller') ?? {});
  context.set('caller', caller);
  const variables = await callers.variables(context, context.env.signal);
  return streamReply(
    context,
    (told, signal) =>
      writtenReplies.answer(caller, {
        ...{ ...question, variables, conversation, signal, ...told },
        onConversation: ({ turn }) => {
          if (turn === 1) consents.write(undefined, consent);
        },
      }),
    answerError,
  );
}

/** What is said with no session: written down, and answered in writing. */
async function writeSpokenReply(context: RouteContext, parts: RouteParts, answerError: AnswerError): Promise<Response> {
  const { settings, callers, writtenReplies, consents } = parts;
  const { before, consent, conversation, transcribe, ...wish } = await spokenAlone(context, parts);
  if (!writtenReplies) throw answersNothing();
  const { caller } = context.var;
  const variables = await callers.variables(context, context.env.signal);
  return streamReply(
    context,
    async (told, signal) => {
      const message = spokenMessage(await transcribe(signal), before, settings.limits.textLength);
      note(context, { message });
      told.onHeard(message);
      if (message === '') return { turnId: wish.turnId ?? newTurnId(), text: '' };
      return writtenReplies.answer(caller ?? {}, {
        ...{ message, ...wish, variables, conversation, signal, ...told },
        onConversation: ({ turn }) => {
          if (turn === 1) consents.write(undefined, consent);
        },
      });
    },
    answerError,
  );
}

async function transcribeAlone(context: RouteContext, parts: RouteParts): Promise<Response> {
  const { transcribe } = await spokenAlone(context, parts);
  const text = await transcribe(context.env.signal);
  note(context, { text, textLength: text.length });
  return context.json({ success: true, text });
}

type SpokenWish = Awaited<ReturnType<typeof readSpokenReplyBody>>;

/** A recording that comes with no session, from somebody who agrees to be listened to. */
async function spokenAlone(
  context: RouteContext,
  { settings, callers, listening, consents, conversations }: RouteParts,
): Promise<
  Omit<SpokenWish, 'recording' | 'conversation'> & {
    conversation: ConversationWish;
    transcribe: (signal: AbortSignal) => Promise<string>;
  }
> {
  if (!listening) throw transcribesNothing();
  const { recording, conversation, ...wish } = await readSpokenReplyBody(bodyOf(context), settings);
  consents.assertForSession(wish.consent, 'microphone');
  if (!conversation) throw conversationNeeded();
  note(context, { audioBytes: recording.audio.size });
  const caller = await callers.ensureCookie(context, context.get('caller') ?? {});
  context.set('caller', caller);
  const conversationId = await conversations.idOf(conversation);
  const speaker = { conversationId, caller: caller.id, payers: scopesOf(caller) };
  return {
    ...{ ...wish, conversation },
    transcribe: (signal) => listening.transcribe(speaker, { ...recording, language: wish.language }, signal),
  };
}

async function forgetConversation(context: RouteContext, { conversations }: RouteParts): Promise<Response> {
  const wish = readConversation(await readJsonBody(bodyOf(context)));
  return acknowledge(conversations.forget(wish, context.get('caller')?.owner));
}

function conversationNeeded(): RequestProblem {
  return new RequestProblem(400, 'conversation should be { key }: without a session it tells whose history this is.');
}
