import { Hono } from 'hono';

import type { SimulatorContext, SimulatorEnv } from '../http/http-env.js';
import { limitBody } from '../http/request-body.js';
import { MintError, type KalturaSessions, type MintedSession } from './kaltura-sessions.js';

const BODY_LIMIT_BYTES = 100_000;

type Parameters = Record<string, string | undefined>;

/** The part of Kaltura's backend API that mints Kaltura Sessions, below `/api_v3`. Errors are answered with status 200. */
export function createMintRoutes(sessions: KalturaSessions, partnerId: number): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();

  const call = (path: string, work: (parameters: Parameters) => unknown): void => {
    app.post(`/service/${path}`, limitBody(BODY_LIMIT_BYTES), async (c) => {
      const parameters = await readParameters(c);
      try {
        return answer(c, parameters, work(parameters));
      } catch (error) {
        if (!(error instanceof MintError)) throw error;
        const { code, message } = error;
        return answer(c, parameters, { objectType: 'KalturaAPIException', code, message, args: {} });
      }
    });
  };

  call('session/action/start', (parameters) => sessions.start(parameters).ks);
  call('session/action/startWidgetSession', (parameters) => ({
    objectType: 'KalturaStartWidgetSessionResponse',
    partnerId,
    ks: sessions.startWidget(parameters).ks,
    userId: '0',
  }));
  call('appToken/action/startSession', (parameters) => infoOf(sessions.startByAppToken(parameters), partnerId));
  return app;
}

function infoOf({ ks, type, expiry, privileges }: MintedSession, partnerId: number): object {
  return { objectType: 'KalturaSessionInfo', ks, sessionType: type, partnerId, userId: '', expiry, privileges };
}

/** From a form or from JSON; what the query says holds where the body is silent. */
async function readParameters(c: SimulatorContext): Promise<Parameters> {
  const type = c.req.header('Content-Type') ?? '';
  const body: unknown = type.startsWith('application/json')
    ? await c.req.json().catch(() => ({}))
    : await c.req.parseBody().catch(() => ({}));
  const given = Object.entries(body as object).map(([name, value]) => [name, String(value)] as const);
  return { ...c.req.query(), ...Object.fromEntries(given) };
}

/** JSON is asked for by `format=1`; without it the service answers in XML. */
function answer(c: SimulatorContext, { format }: Parameters, result: unknown): Response {
  if (format === '1') return c.json(result);
  const fields = typeof result === 'object' ? Object.entries(result ?? {}) : undefined;
  const content = fields?.map(([name, value]) => `<${name}>${escape(value)}</${name}>`).join('') ?? escape(result);
  return c.body(`<?xml version="1.0" encoding="utf-8"?><xml><result>${content}</result></xml>`, 200, {
    'Content-Type': 'text/xml; charset=utf-8',
  });
}

function escape(value: unknown): string {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
