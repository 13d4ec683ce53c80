import type { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';

import { audited, note, refuseMethod, refuseWhenClosed, type Env } from './pipeline.js';
import { readJsonBody } from './request-body.js';
import { acknowledge, openSession, sayText } from './route-actions.js';
import type { RouteParts } from './route-parts.js';
import { keyIn } from './session-key-header.js';
import type { Admission } from '../sessions/admission.js';
import type { Sessions } from '../sessions/sessions.js';

type Step = ReturnType<typeof audited>;

/** The routes of the Express sample in the service's own documents, next to `health`. */
export const DOCUMENTED_PATHS = ['create-session', 'say-text', 'interrupt', 'end-session'] as const;

/** For pages that were written for that sample: their bodies name the session, and prove it theirs by its token. */
export function addDocumentedRoutes(
  app: Hono<Env>,
  parts: RouteParts,
  { who, limit, inTime, textBody, smallBody }: Record<'who' | 'limit' | 'inTime' | 'textBody' | 'smallBody', Step>,
): void {
  const { sessions, speaking, audit } = parts;
  const find = withSessionInBody(sessions);
  const findCounted = withSessionInBody(sessions, parts.admission);
  app.post(
    '/create-session',
    ...[audited(audit, 'create'), refuseWhenClosed(sessions), who, limit, inTime, smallBody],
    // The page of the documents lets its session class ask for the WHEP URL, with the token.
    (context) => openSession(context, parts, parts.settings.exposeToken),
  );
  app.post('/say-text', audited(audit, 'say-text'), who, limit, inTime, textBody, find, (context) =>
    sayText(context, parts),
  );
  app.post('/interrupt', audited(audit, 'interrupt'), who, limit, inTime, smallBody, find, (context) =>
    acknowledge(context, speaking.interrupt(context.var.session)),
  );
  app.post('/end-session', audited(audit, 'end'), who, inTime, smallBody, findCounted, (context) =>
    acknowledge(context, sessions.end(context.var.session)),
  );
  for (const path of DOCUMENTED_PATHS) app.all(`/${path}`, refuseMethod('POST'));
}

/** @param admission As with the session that a path names. */
function withSessionInBody(sessions: Sessions, admission?: Admission): Step {
  return createMiddleware<Env>(async (context, next) => {
    const reader = await readJsonBody(context.req);
    const token = reader.optionalString('token');
    const { caller = {} } = context.var;
    const proof = { token, key: keyIn(context.req), owner: caller.owner };
    const sessionId = reader.string('sessionId');
    try {
      context.set('session', await sessions.find(sessionId, proof));
    } catch (error) {
      await admission?.admitRequest(caller);
      throw error;
    }
    note(context, { sessionId });
    await next();
  });
}
