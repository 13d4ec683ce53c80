import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';

import { isAvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import type { SayTextCall } from '../../core/protocol.js';
import type { Admission } from '../sessions/admission.js';
import type { AuditAction, AuditEvent, AuditFacts } from '../audit.js';
import type { Authorize } from './caller-hooks.js';
import type { Callers } from './callers.js';
import type { Connection } from './connection.js';
import type { IncomingBody } from './incoming-body.js';
import type { RouteParts } from './route-parts.js';
import { RequestProblem } from '../request-problem.js';
import { keyIn } from './session-key-header.js';
import { setHeader } from './text-response.js';
import type { Caller } from '../sessions/scopes.js';
import type { OpenSession } from '../sessions/session-registry.js';
import type { Payment, Proof } from '../sessions/session-finder.js';
import type { Sessions } from '../sessions/sessions.js';

/** What a request carries from one step to the next. */
export interface Env {
  Bindings: Connection & { signal: AbortSignal; request: Request };
  Variables: {
    requestId: string;
    /** Names the request in each line. */
    log: Logger;
    /** Not known yet in requests that are refused before. */
    caller?: Caller;
    session: OpenSession;
    /** Of `call`. */
    payment: Payment;
    /** What a page wants said, where that was read before its session was looked for. */
    call?: SayTextCall;
    /** The body, where what comes of it is watched. */
    stream?: ReadableStream<Uint8Array>;
    /** Where it is read whole. */
    body: IncomingBody;
    isBodyHeld?: boolean;
    /** For the audit: what becomes known of the request on its way. */
    facts?: AuditFacts;
    /** Set where the answer goes on after its head: it is called at its end. */
    isStreamed: boolean;
    finish: (error?: unknown) => void;
    /** Told when the answer is sent to its end; missing where nothing is measured. */
    measure?: (error?: unknown) => void;
  };
}

export type RouteContext = Context<Env, string>;
export type Step = MiddlewareHandler<Env>;
type Finders = Pick<RouteParts, 'finder' | 'admission'>;

/** Writes down the action when it is over. */
export function audited({ audit, settings }: Pick<RouteParts, 'audit' | 'settings'>, action: AuditAction): Step {
  return createMiddleware<Env>(async (context, next) => {
    const finish = audit.begin(action);
    const leave = audit.enter();
    let onOver = (): void => undefined;
    const over = new Promise<void>((resolve) => (onOver = resolve));
    context.set('facts', {});
    context.set('finish', (error) => {
      leave();
      onOver();
      if (context.get('isStreamed')) context.get('measure')?.(error);
      const { status } = context.res;
      const requestId = context.get('requestId');
      const caller = action === 'consent' ? undefined : context.get('caller')?.id;
      const facts = { requestId, caller, ...context.get('facts'), status, ...codeOf(error) };
      finish(resultOf(error, status), facts);
    });
    await next();
    if (context.get('isStreamed')) settings.background.keep(over);
    else context.get('finish')(context.error);
  });
}

/** Finds out who asks, and whether they may. */
export function identified(callers: Callers, authorize: Authorize | undefined): Step {
  return createMiddleware<Env>(async (context, next) => {
    const refusal = authorize && (await callers.authorize(authorize, context, context.env.signal));
    if (refusal) return refusal;
    context.set('caller', await callers.identify(context, context.env));
    await next();
    return undefined;
  });
}

export function limited(admission: Admission): Step {
  return createMiddleware<Env>(async (context, next) => {
    await admission.admitRequest(context.get('caller') ?? {});
    await next();
  });
}

/** How a session is looked for. */
export interface Finding {
  /** Whether the request shows that the avatar is used. */
  isActive: boolean;
  /** Which requests count: where it is not the caller's they have to, for keys could be guessed. Default `all`. */
  counted?: 'all' | 'failures' | 'elsewhere';
}

/** The session that the path names. */
export function withSession(finders: Finders, finding: Finding): Step {
  return createMiddleware<Env, '/session/:id/:action'>(async (context, next) => {
    const proof = { key: keyIn(context.req), owner: context.get('caller')?.owner };
    await findSession(context, finders, context.req.param('id'), proof, finding);
    await next();
  });
}

export async function findSession(
  context: RouteContext,
  { finder, admission }: Finders,
  sessionId: string,
  proof: Proof,
  { isActive, counted = 'all' }: Finding,
): Promise<void> {
  const caller = context.get('caller') ?? {};
  const { text = '' } = context.get('call') ?? {};
  const characters = text.trim() === '' ? 0 : text.length;
  try {
    const wish = { isActive, caller: counted === 'all' ? caller : undefined, characters };
    const { session, ...payment } = await finder.find(sessionId, proof, wish);
    context.set('session', { ...session, log: context.get('log') });
    context.set('payment', payment);
  } catch (error) {
    if (counted === 'failures') await admission.admitRequest(caller);
    throw error;
  }
  note(context, { sessionId });
}

export function refuseWhenClosed(sessions: Sessions): Step {
  return async (_context, next) => {
    sessions.assertOpen();
    await next();
  };
}

export function refuseMethod(allowed: string): Step {
  return ({ req }) => {
    throw new RequestProblem(405, `${req.method} is not possible here, only ${allowed}.`, {
      code: 'API_REQUEST_FAILED',
      headers: { Allow: allowed },
    });
  };
}

export const forbidCaching: Step = async (context, next) => {
  await next();
  // The embed page, its files and what is told of the avatar hold nothing of anybody's.
  const { path } = context.req;
  const isPublic = path.startsWith('/embed') || (path.startsWith('/avatar') && context.res.status < 400);
  if (!isPublic && context.res.headers.get('Cache-Control')?.includes('no-store') !== true)
    setHeader(context, 'Cache-Control', 'no-store');
};

/** Tells more of what is done, for the audit. */
export function note(context: RouteContext, facts: AuditFacts): void {
  context.set('facts', { ...context.get('facts'), ...facts });
}

function codeOf(error: unknown): AuditFacts {
  return error instanceof RequestProblem || isAvatarError(error) ? { code: error.code } : {};
}

function resultOf(error: unknown, status: number): AuditEvent['result'] {
  if (error === undefined && status < 400) return 'done';
  return error instanceof RequestProblem || error === undefined ? 'refused' : 'failed';
}
