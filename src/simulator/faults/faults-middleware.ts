import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MiddlewareHandler } from 'hono';

import type { CallSubject, Faults } from './faults.js';
import type { FaultableCall, FaultEffect } from './faults-rule.js';
import { breakOff, dropConnection, type SimulatorContext, type SimulatorEnv } from '../http/http-env.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';

/** The middleware that spoils a call where a fault says so; `subjectOf` finds what a request concerns. */
export type Faultable = (call: FaultableCall, subjectOf: SubjectOf) => MiddlewareHandler<SimulatorEnv>;

/** The session that a request concerns, or the avatar of one that it asks for. */
export type SubjectOf = (c: SimulatorContext) => CallSubject | Promise<CallSubject>;

type GoOn = () => Promise<undefined>;

/** An effect's answer; nothing where the call goes on. */
type Apply<Effect> = (effect: Effect, c: SimulatorContext, goOn: GoOn) => Promise<Response | undefined> | Response;

const WRONG_TYPES = { success: 'yes', sessionId: 42, token: ['none'], whepUrl: 42, turn: 'none' };

export function createFaultable(faults: Faults, sessions: SimulatedSessions): Faultable {
  return (call, subjectOf) =>
    async function faultable(c, next) {
      const { sessionId, avatarId } = await subjectOf(c);
      const session = sessionId === undefined ? undefined : sessions.find(sessionId);
      const effect = faults.take(call, { sessionId, avatarId: avatarId ?? session?.avatarId });
      const goOn: GoOn = async () => {
        await next();
        return undefined;
      };
      if (!effect) return goOn();
      if (effect.kind === 'expire' && !session?.hasEnded) await session?.end('expired');
      return (EFFECTS[effect.kind] as Apply<FaultEffect>)(effect, c, goOn);
    };
}

const leaveToMedia: Apply<FaultEffect> = (effect, c, goOn) => {
  c.set('mediaFault', effect);
  return goOn();
};

const EFFECTS: { [Kind in FaultEffect['kind']]: Apply<Extract<FaultEffect, { kind: Kind }>> } = {
  status: ({ status, body, headers, retryAfterSeconds }) => {
    const said = body ?? { success: false, error: STATUS_CODES[status] ?? 'Error' };
    return answer(status, typeof said === 'string' ? said : JSON.stringify(said), {
      'Content-Type': typeof said === 'string' ? 'text/plain' : 'application/json',
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
      ...headers,
    });
  },
  delay: async ({ ms }, c, goOn) => {
    const { signal } = c.req.raw;
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    return signal.aborted ? dropConnection(c) : goOn();
  },
  hang: async (_effect, c) => {
    const { signal } = c.req.raw;
    if (!signal.aborted) await once(signal, 'abort');
    return dropConnection(c);
  },
  'close-socket': (_effect, c) => dropConnection(c),
  'lost-answer': async (_effect, c, goOn) => {
    await goOn();
    dropConnection(c);
    return undefined;
  },
  'half-answer': async (_effect, c, goOn) => {
    await goOn();
    const whole = c.res;
    c.res = undefined;
    c.res = await breakOff(c, whole);
    return undefined;
  },
  html: ({ status }) =>
    answer(status, `<!doctype html><title>${status}</title><h1>${STATUS_CODES[status] ?? 'Error'}</h1>`, {
      'Content-Type': 'text/html',
    }),
  empty: ({ status }) => answer(status, ''),
  'invalid-json': () => answer(200, '{"success": true, "sessionId": "', { 'Content-Type': 'application/json' }),
  'wrong-types': () => answer(200, JSON.stringify(WRONG_TYPES), { 'Content-Type': 'application/json' }),
  redirect: (_effect, c, goOn) => {
    const url = new URL(c.req.url);
    if (url.searchParams.has('redirected')) return goOn();
    url.searchParams.set('redirected', '1');
    return answer(307, '', { Location: url.pathname + url.search });
  },
  expire: (_effect, _c, goOn) => goOn(),
  'counter-offer': leaveToMedia,
  'no-media': leaveToMedia,
  'drop-media': leaveToMedia,
};

function answer(status: number, body: string, headers: Record<string, string> = {}): Response {
  // These statuses may have no body.
  const isBodiless = status === 204 || status === 205 || status === 304;
  return new Response(isBodiless || body === '' ? null : body, { status, headers });
}
