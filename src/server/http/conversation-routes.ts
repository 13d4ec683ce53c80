import type { Hono } from 'hono';

import { RequestProblem } from '../request-problem.js';
import { readConversation } from './conversation-key.js';
import type { AnswerError } from './error-response.js';
import { audited, note, refuseMethod, refuseWhenClosed, type Env, type RouteContext, type Step } from './pipeline.js';
import { answersNothing } from './reply-route.js';
import { streamReply } from './reply-stream.js';
import { readJsonBody, readReplyBody } from './request-body.js';
import { acknowledge, bodyOf } from './route-actions.js';
import type { RouteParts } from './route-parts.js';

const REPLY = '/conversation/reply';
const FORGET = '/conversation/forget';

export const CONVERSATION_PATHS = ['conversation/(?:reply|forget)'] as const;

interface Steps {
  who: Step;
  limit: Step;
  inTime: Step;
  typedBody: Step;
  smallBody: Step;
  answerError: AnswerError;
}

/** What is written without a session, and what is kept of conversations. */
export function addConversationRoutes(
  app: Hono<Env>,
  parts: RouteParts,
  { who, limit, inTime, typedBody, smallBody, answerError }: Steps,
): void {
  app.post(
    REPLY,
    ...[audited(parts, 'reply'), refuseWhenClosed(parts.sessions), who, limit, inTime, typedBody],
    (context) => writeReply(context, parts, answerError),
  );
  app.post(FORGET, audited(parts, 'forget'), who, limit, inTime, smallBody, (context) =>
    forgetConversation(context, parts),
  );
  for (const path of [REPLY, FORGET]) app.all(path, refuseMethod('POST'));
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

async function forgetConversation(context: RouteContext, { conversations }: RouteParts): Promise<Response> {
  const wish = readConversation(await readJsonBody(bodyOf(context)));
  return acknowledge(conversations.forget(wish, context.get('caller')?.owner));
}

function conversationNeeded(): RequestProblem {
  return new RequestProblem(400, 'conversation should be { key }: without a session it tells whose history this is.');
}
