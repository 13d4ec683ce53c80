import type { MiddlewareHandler } from 'hono';

import type { SimulatorEnv } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import type { KalturaSessions, KsVerdict } from '../ks/kaltura-sessions.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';
import type { SessionTokens } from './tokens.js';

/** Says what a KS may do. */
export type JudgeKs = (ks: string) => KsVerdict;

export interface KnownKs {
  /** Those that are accepted beside the ones that were minted here; undefined names none. */
  ks: readonly string[] | undefined;
  unauthorizedKs: readonly string[];
  /** Whether any KS is accepted where none are named. */
  takesAnyKs: boolean;
  minted: KalturaSessions;
}

export function createKsJudge({ ks: accepted, unauthorizedKs, takesAnyKs, minted }: KnownKs): JudgeKs {
  return (ks) => {
    if (unauthorizedKs.includes(ks)) return 'unauthorized';
    const isNamed = accepted ? accepted.includes(ks) : takesAnyKs;
    return minted.verdictOn(ks) ?? (isNamed ? 'admitted' : 'unknown');
  };
}

/** Lets a call pass that brings an accepted KS. */
export function requireKs(judge: JudgeKs): MiddlewareHandler<SimulatorEnv> {
  return async function ksCaller(c, next) {
    const ks = credentialsOf(c.req.header('Authorization'), 'ks');
    const verdict = ks === undefined ? 'unknown' : judge(ks);
    if (verdict === 'unauthorized') throw new Refusal(403, 'Kaltura Session not authorized');
    if (verdict === 'unknown') throw new Refusal(401, 'Invalid Kaltura Session');
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
