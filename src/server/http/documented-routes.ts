import type { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';

import { audited, findSession, refuseMethod, refuseWhenClosed, type Env, type Finding } from './pipeline.js';
import { readJsonBody } from './request-body.js';
import { acknowledge, bodyOf, openSession, sayText } from './route-actions.js';
import type { RouteParts } from './route-parts.js';
import { keyIn } from './session-key-header.js';

type Step = ReturnType<typeof audited>;

/** The routes of the Express sample in the service's own documents, next to `health`. */
export const DOCUMENTED_PATHS = ['create-session', 'say-text', 'interrupt', 'end-session'] as const;

/** For pages that were written for that sample: their bodies name the session, and prove it theirs by its token. */
export function addDocumentedRoutes(
  app: Hono<Env>,
  parts: RouteParts,
  { who, limit, inTime, textBody, smallBody }: Record<'who' | 'limit' | 'inTime' | 'textBody' | 'smallBody', Step>,
): void {
  const { sessions, speaking } = parts;
  const find = withSessionInBody(parts, { isActive: true, counted: 'elsewhere' });
  app.post(
    '/create-session',
    ...[audited(parts, 'create'), refuseWhenClosed(sessions), who, limit, inTime, smallBody],
    // The page of the documents lets its session class ask for the WHEP URL, with the token.
    (context) => openSession(context, parts, parts.settings.exposeToken),
  );
  app.post('/say-text', audited(parts, 'say-text'), who, limit, inTime, textBody, find, (context) =>
    sayText(context, parts),
  );
  app.post('/interrupt', audited(parts, 'interrupt'), who, limit, inTime, smallBody, find, (context) =>
    acknowledge(speaking.interrupt(context.get('session'))),
  );
  app.post(
    '/end-session',
    audited(parts, 'end'),
    who,
    inTime,
    smallBody,
    withSessionInBody(parts, { isActive: true, counted: 'failures' }),
    (context) => acknowledge(sessions.end(context.get('session'))),
  );
  for (const path of DOCUMENTED_PATHS) app.all(`/${path}`, refuseMethod('POST'));
}

function withSessionInBody(parts: RouteParts, finding: Finding): Step {
  return createMiddleware<Env>(async (context, next) => {
    const reader = await readJsonBody(bodyOf(context));
    const token = reader.optionalString('token');
    const proof = { token, key: keyIn(context.req), owner: context.get('caller')?.owner };
    await findSession(context, parts, reader.string('sessionId'), proof, finding);
    await next();
  });
}
