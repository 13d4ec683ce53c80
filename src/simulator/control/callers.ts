import type { MiddlewareHandler } from 'hono';

import type { SimulatorEnv } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';
import type { SessionTokens } from './tokens.js';

export interface KnownKs {
  /** Undefined accepts any. */
  ks: readonly string[] | undefined;
  unauthorizedKs: readonly string[];
}

/** Lets a call pass that brings an accepted KS. */
export function requireKs({ ks: accepted, unauthorizedKs }: KnownKs): MiddlewareHandler<SimulatorEnv> {
  return async function ksCaller(c, next) {
    const ks = credentialsOf(c.req.header('Authorization'), 'ks');
    if (ks !== undefined && unauthorizedKs.includes(ks)) throw new Refusal(403, 'Kaltura Session not authorized');
    const isAccepted = ks !== undefined && (accepted?.includes(ks) ?? true);
    if (!isAccepted) throw new Refusal(401, 'Invalid Kaltura Session');
    await next();
  };
}

/** Lets a call pass that brings the token of the open session in its path. */
export function requireSession(sessions: SimulatedSessions, tokens: SessionTokens): MiddlewareHandler<SimulatorEnv> {
  return async function sessionCaller(c, next) {
    const token = credentialsOf(c.req.header('Authorization'), 'bearer');
    const owned = token === undefined ? undefined : await tokens.sessionIdOf(token);
    if (owned === undefined) throw new Refusal(401, 'Invalid or expired token');
    const session = sessions.find(c.req.param('sessionId') ?? '');
    if (!session) throw new Refusal(404, 'Session not found');
    if (session.id !== owned) throw new Refusal(401, 'The token belongs to another session');
    session.assertOpen();
    c.set('session', session);
    await next();
  };
}

/** What follows the scheme word, which is compared without case (RFC 9110, section 11.1). */
function credentialsOf(authorization: string | undefined, scheme: string): string | undefined {
  const [, word = '', credentials] = /^(\S+) +(\S+) *$/.exec(authorization ?? '') ?? [];
  return word.toLowerCase() === scheme ? credentials : undefined;
}
