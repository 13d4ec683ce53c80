import { Hono, type HonoRequest, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';

import { createErrorAnswers } from './error-response.js';
import type { BackendSettings } from './options.js';
import { answerOrigins, refuseForeignPages } from './origins.js';
import { readSayAudioBody, readSayTextBody, readSessionBody } from './request-body.js';
import { RequestProblem } from './request-problem.js';
import type { KnownSession, Sessions } from './sessions.js';

interface Env {
  Variables: { session: KnownSession };
}

const CONTROL_ACTIONS = ['say-text', 'say-audio', 'interrupt', 'keep-alive', 'end'] as const;
type ControlAction = (typeof CONTROL_ACTIONS)[number];

interface ControlContext {
  request: HonoRequest;
  session: KnownSession;
}

/** For bodies that say little or nothing, and for what stands around a text or a file in others. */
const SMALL_BODY_BYTES = 16 * 1024;

/** What JSON can make of one UTF-16 unit: a six-character escape. */
const MOST_BYTES_PER_UNIT = 6;

/** The backend's routes, under any path: what stands before `/session` or `/health` is the integrator's. */
export function createRoutes(settings: BackendSettings, sessions: Sessions): Hono<Env> {
  const app = new Hono<Env>({ getPath: (request) => pathTail(new URL(request.url).pathname) });
  const answerError = createErrorAnswers(settings.logger);
  app.onError(answerError);
  app.notFound((context) =>
    answerError(new RequestProblem(404, 'There is nothing at this address.', { code: 'API_REQUEST_FAILED' }), context),
  );

  app.use(forbidCaching);
  if (settings.allowedOrigins.length > 0) app.use(answerOrigins(settings.allowedOrigins));
  app.use(refuseForeignPages(settings.allowedOrigins));

  app.get('/health', async (context) => context.json({ status: 'ok', activeSessions: await sessions.count() }));
  app.all('/health', refuseMethod('GET, HEAD'));

  app.post('/session', refuseWhenClosed(sessions), limitBody(SMALL_BODY_BYTES), async (context) => {
    const choice = await readSessionBody(context.req);
    return context.json(await sessions.open(choice, context.req.raw.signal));
  });
  app.all('/session', refuseMethod('POST'));

  const control = (
    action: ControlAction,
    largestBody: number,
    answer: (context: ControlContext) => Promise<void>,
  ): void => {
    const path = `/session/:id/${action}`;
    app.post(path, findSession(sessions), limitBody(largestBody), async (context) => {
      await answer({ request: context.req, session: context.var.session });
      return context.json({ success: true });
    });
    app.all(path, refuseMethod('POST'));
  };

  const { maxTextLength, maxAudioBytes } = settings;
  control('say-text', maxTextLength * MOST_BYTES_PER_UNIT + SMALL_BODY_BYTES, async ({ request, session }) => {
    const call = await readSayTextBody(request, maxTextLength);
    await sessions.relay(session, (service) => service.sayText(call, { signal: request.raw.signal }));
  });
  control('say-audio', maxAudioBytes + SMALL_BODY_BYTES, async ({ request, session }) => {
    const call = await readSayAudioBody(request, maxAudioBytes);
    await sessions.relay(session, (service) => service.sayAudio(call, { signal: request.raw.signal }));
  });
  // These three are carried out even where the page is gone by now: they come as it leaves.
  control('interrupt', SMALL_BODY_BYTES, ({ session }) => sessions.relay(session, (service) => service.interrupt()));
  control('keep-alive', SMALL_BODY_BYTES, ({ session }) => sessions.relay(session, (service) => service.keepAlive()));
  control('end', SMALL_BODY_BYTES, ({ session }) => sessions.end(session));
  return app;
}

const PATH_TAIL = new RegExp(`/(?:session|health|session/[^/]+/(?:${CONTROL_ACTIONS.join('|')}))(?=/?$)`);

/** The part of the path that is the backend's own; the whole path where there is none, which no route matches. */
function pathTail(path: string): string {
  return PATH_TAIL.exec(path)?.[0] ?? path;
}

const forbidCaching: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Cache-Control', 'no-store');
};

function findSession(sessions: Sessions): MiddlewareHandler<Env> {
  return createMiddleware<Env, '/session/:id/:action'>(async (context, next) => {
    context.set('session', await sessions.find(context.req.param('id')));
    await next();
  });
}

function limitBody(maxSize: number): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new RequestProblem(413, `The body is too large: at most ${maxSize} bytes.`);
    },
  });
}

function refuseWhenClosed(sessions: Sessions): MiddlewareHandler {
  return async (_context, next) => {
    sessions.assertOpen();
    await next();
  };
}

function refuseMethod(allowed: string): MiddlewareHandler {
  return ({ req }) => {
    throw new RequestProblem(405, `${req.method} is not possible here, only ${allowed}.`, {
      code: 'API_REQUEST_FAILED',
      headers: { Allow: allowed },
    });
  };
}
