import { Hono } from 'hono';

import { addAvatarRoute } from './avatar-route.js';
import { addDocumentedRoutes, DOCUMENTED_PATHS } from './documented-routes.js';
import { addEmbedRoutes, EMBED_PATHS } from './embed-routes.js';
import { BodyRoom } from './body-room.js';
import { timedBody, wholeBody } from './body-steps.js';
import { earlyText } from './early-text.js';
import { addConversationRoutes, CONVERSATION_PATHS } from './conversation-routes.js';
import { createErrorAnswers } from './error-response.js';
import { guardOrigins, refusedPagesLog } from './origins.js';
import { feedback, withSessionOfLate } from './feedback-route.js';
import { addMediaRoutes, MEDIA_PATHS } from './media-routes.js';
import { measured } from './measured.js';
import {
  audited,
  forbidCaching,
  identified,
  limited,
  refuseMethod,
  refuseWhenClosed,
  withSession,
  type Env,
} from './pipeline.js';
import { addQueueRoutes, QUEUE_PATHS } from './queue-routes.js';
import { addPictureRoutes, PICTURE_PATHS } from './picture-routes.js';
import { failureReason } from '../failure-reason.js';
import { RequestProblem } from '../request-problem.js';
import { largestBodies } from '../sessions/limits.js';
import { acknowledge, consent, keepAlive, openSession, sayAudio, sayText, transcribe } from './route-actions.js';
import { reply, typedOrSpoken } from './reply-route.js';
import { withRequestId } from './request-id.js';
import { isTextStream } from './text-stream.js';
import type { RouteParts, RouteSettings } from './route-parts.js';

const CONTROL_ACTIONS = [
  'say-text',
  'say-audio',
  'interrupt',
  'keep-alive',
  'end',
  'reply',
  'transcribe',
  'consent',
  'feedback',
] as const;
type ControlAction = (typeof CONTROL_ACTIONS)[number];

/** The backend's routes, under any path: what stands before `/session` or `/health` is the integrator's. */
export function createRoutes(parts: RouteParts): Hono<Env> {
  const { settings, callers, admission, sessions, speaking } = parts;
  const { allowedOrigins, authorize, limits, documentedRoutes, embed } = settings;
  const tail = pathTailOf([
    ...(documentedRoutes ? DOCUMENTED_PATHS : []),
    ...(embed ? EMBED_PATHS : []),
    ...(parts.pictures ? PICTURE_PATHS : []),
    ...(parts.queue ? QUEUE_PATHS : []),
  ]);
  const app = new Hono<Env>({ getPath: (request) => tail(pathOf(request.url)) });
  const answerError = createErrorAnswers(settings.logger);
  app.onError(answerError);
  app.notFound((context) =>
    answerError(new RequestProblem(404, 'There is nothing at this address.', { code: 'API_REQUEST_FAILED' }), context),
  );

  app.use(withRequestId(settings));
  if (settings.telemetry.isOn) app.use(measured(settings));
  app.use(forbidCaching);
  app.use(async (_context, next) => {
    parts.reaper.start();
    await next();
  });
  const tellRefusedPage = refusedPagesLog(settings.logger);
  app.use(...guardOrigins(allowedOrigins, tellRefusedPage));

  // About this process alone: it fails with no store, and how busy the backend is it tells nobody.
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.all('/health', refuseMethod('GET, HEAD'));
  app.get('/ready', async (context) => {
    sessions.assertOpen();
    parts.drain.assertNotBegun();
    await Promise.all([settings.store.ping(), parts.address.assertFound(), assertKs(settings)]);
    return context.json({ status: 'ready' });
  });
  app.all('/ready', refuseMethod('GET, HEAD'));

  addAvatarRoute(app, parts.facts, settings);
  if (parts.pictures) addPictureRoutes(app, { facts: parts.facts, pictures: parts.pictures, offer: settings });
  if (embed) addEmbedRoutes(app, embed, allowedOrigins, tellRefusedPage);

  const bodyMs = limits.bodySeconds * 1000;
  const who = identified(callers, authorize);
  const limit = limited(admission);
  const inTime = timedBody(bodyMs, bodyMs);
  const recordingInTime = timedBody(bodyMs, 4 * bodyMs);
  const largest = largestBodies(limits);
  const { text, audio, speech } = largest;
  const room = new BodyRoom(limits, Math.max(...Object.values(largest)));
  const smallBody = wholeBody(largest.small, room);
  const offerBody = wholeBody(largest.offer, room);

  app.post('/session', audited(parts, 'create'), refuseWhenClosed(sessions), who, limit, inTime, offerBody, (context) =>
    openSession(context, parts, false),
  );
  app.all('/session', refuseMethod('POST'));
  if (parts.queue) addQueueRoutes(app, parts.queue, parts, { who, limit, inTime, smallBody });
  addMediaRoutes(app, parts, { who, limit, inTime, offerBody });

  const find = withSession(parts, { isActive: true });
  const findUnused = withSession(parts, { isActive: false });
  const textBody = wholeBody(text, room);
  const audioBody = wholeBody(audio, room);
  const routeOf = (action: ControlAction): string => `/session/:id/${action}`;

  app.post(
    routeOf('say-text'),
    ...[audited(parts, 'say-text'), who, earlyText(settings, textBody, text), find, timedBody(bodyMs, Infinity)],
    (context, next) => (isTextStream(context.req.header('Content-Type')) ? next() : textBody(context, next)),
    (context) => sayText(context, parts),
  );
  app.post(routeOf('say-audio'), ...[audited(parts, 'say-audio'), who, find, recordingInTime, audioBody], (context) =>
    sayAudio(context, parts),
  );
  const typedBody = wholeBody(largest.typed, room);
  const spokenBody = wholeBody(largest.spoken, room);
  app.post(
    routeOf('reply'),
    ...[audited(parts, 'reply'), who, find, typedOrSpoken(inTime, recordingInTime)],
    typedOrSpoken(typedBody, spokenBody),
    (context) => reply(context, parts, answerError),
  );
  app.post(
    routeOf('transcribe'),
    ...[audited(parts, 'transcribe'), who, find, recordingInTime, wholeBody(speech, room)],
    (context) => transcribe(context, parts),
  );
  app.post(routeOf('consent'), audited(parts, 'consent'), who, find, inTime, smallBody, (context) =>
    consent(context, parts),
  );
  app.post(
    routeOf('feedback'),
    ...[audited(parts, 'feedback'), who, withSessionOfLate(parts), inTime, smallBody],
    (context) => feedback(context, parts),
  );
  // These three are carried out even where the page is gone by now: they come as it leaves.
  app.post(routeOf('interrupt'), audited(parts, 'interrupt'), who, find, smallBody, (context) =>
    acknowledge(speaking.interrupt(context.get('session'))),
  );
  app.post(
    routeOf('keep-alive'),
    audited(parts, 'keep-alive'),
    who,
    // Its visitor is there, although nothing is said.
    (context, next) => (context.req.query('used') === undefined ? findUnused : find)(context, next),
    smallBody,
    (context) => keepAlive(context, parts),
  );
  app.post(
    routeOf('end'),
    audited(parts, 'end'),
    who,
    withSession(parts, { isActive: true, counted: 'failures' }),
    smallBody,
    (context) => acknowledge(sessions.end(context.get('session'))),
  );
  for (const action of CONTROL_ACTIONS) app.all(routeOf(action), refuseMethod('POST'));

  addConversationRoutes(app, parts, {
    ...{ who, limit, inTime, recordingInTime },
    ...{ typedBody, spokenBody, smallBody, answerError },
  });
  if (documentedRoutes) addDocumentedRoutes(app, parts, { who, limit, inTime, textBody, smallBody });
  return app;
}

/** @throws {RequestProblem} 503: no session could be opened. */
async function assertKs({ ks, logger }: RouteSettings): Promise<void> {
  try {
    await ks.assertUsable();
  } catch (error) {
    logger.error('Not ready: there is no usable Kaltura Session: check getKs', { reason: failureReason(error) });
    throw new RequestProblem(503, 'The avatar’s backend cannot open sessions at the moment: see its log.');
  }
}

/** Of a request's URL, which is written as `URL` writes it. */
function pathOf(url: string): string {
  const path = /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1];
  return path === undefined || path === '' ? '/' : path;
}

/** Gives the part of a path that is the backend's own; the whole path where there is none, which no route matches. */
function pathTailOf(others: readonly string[]): (path: string) => string {
  const own = [
    'session',
    'avatar',
    'health',
    'ready',
    ...MEDIA_PATHS,
    ...CONVERSATION_PATHS,
    ...others,
    `session/[^/]+/(?:${CONTROL_ACTIONS.join('|')})`,
  ];
  const pattern = new RegExp(`/(?:${own.join('|')})(?=/?$)`);
  return (path) => pattern.exec(path)?.[0] ?? path;
}
