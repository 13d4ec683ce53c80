import type { Hono } from 'hono';

import { JsonReader } from '../../core/json-reader.js';
import { badRequest } from '../request-problem.js';
import type { QueuePlace, SessionQueue } from '../sessions/session-queue.js';
import { refuseMethod, refuseWhenClosed, type Env, type RouteContext, type Step } from './pipeline.js';
import { readJsonBody, readOptionalJsonBody } from './request-body.js';
import { acknowledge, bodyOf } from './route-actions.js';
import type { RouteParts } from './route-parts.js';
import { readTicket } from './ticket.js';

const QUEUE = '/queue';
const LEAVE = '/queue/leave';

export const QUEUE_PATHS = ['queue(?:/leave)?'] as const;

/** Where visitors wait for a session: joins and asks by the same call, without and with a ticket, and leaves. Tickets stay in bodies. */
export function addQueueRoutes(
  app: Hono<Env>,
  queue: SessionQueue,
  parts: RouteParts,
  { who, limit, inTime, smallBody }: Record<'who' | 'limit' | 'inTime' | 'smallBody', Step>,
): void {
  app.post(QUEUE, refuseWhenClosed(parts.sessions), who, limit, inTime, smallBody, (context) =>
    wait(context, queue, parts),
  );
  app.post(LEAVE, who, limit, inTime, smallBody, async (context) => {
    const ticket = readTicket(await readJsonBody(bodyOf(context))) ?? badRequest('ticket', 'given');
    return acknowledge(queue.leave(ticket, context.get('caller') ?? {}));
  });
  for (const path of [QUEUE, LEAVE]) app.all(path, refuseMethod('POST'));
}

async function wait(context: RouteContext, queue: SessionQueue, { callers }: RouteParts): Promise<Response> {
  const ticket = readTicket((await readOptionalJsonBody(bodyOf(context))) ?? new JsonReader({}, badRequest));
  const known = context.get('caller') ?? {};
  // By the cookie who waits in many tabs is known, as who opens many sessions.
  const caller = ticket === undefined ? await callers.ensureCookie(context, known) : known;
  const { askAgainSeconds, ...place }: QueuePlace =
    ticket === undefined ? await queue.join(caller) : await queue.ask(ticket, caller);
  context.header('Retry-After', String(askAgainSeconds));
  return context.json({ success: true, ...place });
}
