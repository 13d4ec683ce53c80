import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { createAvatarBackend, createLogger, type Reply } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { startSimulator } from 'kaltura-avatar/simulator';

import { NO_LIMITS } from './no-limits.js';
import { startIntegratorsEndpoints } from './integrators-endpoints.js';
import { sayAsWav } from './say.js';
import { SILENT } from './silent.js';

interface KoaContext {
  path: string;
  req: IncomingMessage;
  res: ServerResponse;
  respond: boolean;
  status: number;
  body: unknown;
}

type KoaMiddleware = (context: KoaContext, next: () => Promise<void>) => Promise<void>;

export interface TestService {
  middleware: KoaMiddleware;
  close: () => Promise<void>;
}

/** Answers as a model would: in pieces, on what was said before; some messages make it fail, or go on until it is stopped. */
const answer: Reply = async function* (message, { history, language, signal }) {
  if (message === 'Which language?') {
    yield language ?? 'none';
    return;
  }
  if (message.includes('fail at once')) throw new Error('The model is out.');
  for (const piece of [`You said: ${message}`, '. ', `That was message ${history.length / 2 + 1}.`]) yield piece;
  if (message.includes('fail later')) throw new Error('The model is out.');
  if (!message.includes('go on')) return;
  for (;;) {
    yield ' And on it goes.';
    await delay(200, undefined, { signal });
  }
};

/**
 * A real backend at `/api/avatar` and a real simulator, named by `/test-service.json`, for the tests in the browser.
 * The simulator's own pages are not open to other origins, so they are passed on.
 */
export async function startTestService(): Promise<TestService> {
  const simulator = await startSimulator();
  const endpoints = await startIntegratorsEndpoints(simulator.baseUrl);
  const logger = createLogger('error');
  /** What is understood of the next recordings, and what they were. */
  const heard: string[] = [];
  const recordings: { type: string; size: number; language: string }[] = [];
  const open = {
    ks: 'test-ks',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    avatars: 'any' as const,
    voices: 'any' as const,
    limits: NO_LIMITS,
    logger,
  };
  const backends = {
    '/api/avatar': createAvatarBackend(open),
    '/api/talking-avatar': createAvatarBackend({ ...open, reply: answer, logger: SILENT }),
    '/api/listening-avatar': createAvatarBackend({
      ...open,
      reply: answer,
      transcribe: (audio, { language = '' }) => {
        recordings.push({ type: audio.type, size: audio.size, language });
        return heard.shift() ?? '';
      },
      logger: SILENT,
    }),
    '/api/asking-avatar': createAvatarBackend({
      ...open,
      reply: answer,
      requireConsent: { version: '2026-11' },
      logger: SILENT,
    }),
    // One session at a time: who comes next waits.
    '/api/busy-avatar': createAvatarBackend({
      ...open,
      ...{ reply: answer, queue: true, limits: { ...NO_LIMITS, total: { ...NO_LIMITS.total, sessions: 1 } } },
      logger: SILENT,
    }),
    '/api/token-avatar': createAvatarBackend({ ...open, exposeToken: true }),
    '/documented': createAvatarBackend({ ...open, exposeToken: true, documentedRoutes: true }),
  };
  const mounts = Object.entries(backends).map(([path, backend]) => ({ path, handler: toNodeHandler(backend) }));
  const withheld = new Set<string>();
  return {
    middleware: async (context, next) => {
      const mount = mounts.find(({ path }) => context.path.startsWith(`${path}/`));
      if (mount) {
        context.respond = false;
        context.status = 200; // The runner would report Koa's own 404, which is never sent.
        mount.handler(context.req, context.res);
      } else if (context.path === '/test-service.json') {
        context.body = { url: simulator.url, baseUrl: simulator.baseUrl, endpointsUrl: endpoints.url };
      } else if (context.path === '/what-is-heard') {
        if (context.req.method === 'POST') heard.splice(0, heard.length, ...((await json(context.req)) as string[]));
        context.body = { recordings: recordings.splice(0), left: heard };
      } else if (context.path === '/spoken.wav') {
        context.body = await sayAsWav(new URLSearchParams(context.req.url?.split('?')[1]).get('text') ?? '');
      } else if (context.path === '/withheld-files') {
        withheld.add(await text(context.req));
        context.status = 204;
      } else if (withheld.has(context.path)) {
        context.status = 503;
      } else if (context.path === '/simulator/status') {
        context.body = { sessions: simulator.sessions() };
      } else if (context.path === '/simulator/faults') {
        const answer = await fetch(`${simulator.url}/simulator/faults`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: await text(context.req),
        });
        context.status = answer.status;
        context.body = await answer.json();
      } else await next();
    },
    close: async () => {
      await Promise.all(Object.values(backends).map((backend) => backend.close()));
      endpoints.close();
      await simulator.close();
    },
  };
}
