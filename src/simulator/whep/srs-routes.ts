import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';
import { cors } from 'hono/cors';

import type { AvatarStage } from '../sessions/avatar-stage.js';
import type { AvatarStages } from '../sessions/avatar-stages.js';
import { answerWhepError } from '../http/error-answers.js';
import type { Faultable, SubjectOf } from '../faults/faults-middleware.js';
import { dropConnection, type SimulatorEnv } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import { limitBody } from '../http/request-body.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';
import { mediaFaultsOf } from './media-faults.js';

const SDP_LIMIT_BYTES = 200_000;

export interface SrsRoutesOptions {
  sessions: SimulatedSessions;
  stages: AvatarStages;
  faultable: Faultable;
  /** Where these routes are mounted. */
  basePath: string;
  /** Makes the server's answer of the media engine's. */
  describe: (sdp: string) => string;
}

/**
 * WHEP as SRS 7 serves it, the server of the live service's egress: no ETag, no Link, no trickle; a resource at the
 * WHIP path; errors that close the connection without an answer; and streams that connect whether or not they exist.
 */
export function createSrsRoutes({
  sessions,
  stages,
  faultable,
  basePath,
  describe,
}: SrsRoutesOptions): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  const endpoint = '/whep';
  const resource = '/whip';
  const published: SubjectOf = (c) => ({ sessionId: c.req.query('stream') });
  app.onError(answerWhepError);
  app.use(async (c, next) => {
    c.header('Connection', 'close');
    await next();
  });
  app.options('*', faultable('whep-options', published));
  app.use(cors({ origin: '*', allowMethods: ['POST', 'DELETE'], exposeHeaders: ['Location', 'Retry-After'] }));

  app.post(endpoint, faultable('whep-post', published), limitBody(SDP_LIMIT_BYTES), async (c) => {
    const { app: appName = '', stream = '' } = c.req.query();
    const offer = await c.req.text();
    const stage = sessions.findOpen(stream)?.stage ?? createEmptyStage();
    try {
      if (/^m=application /m.test(offer)) throw new Refusal(400, 'Data channels are not supported.');
      const faults = isEmpty(stage) ? { noMedia: true } : mediaFaultsOf(c.get('mediaFault'));
      const { viewer, sdp } = await stage.connectViewer(offer, faults);
      const query = new URLSearchParams({
        action: 'delete',
        token: randomUUID(),
        app: appName,
        stream,
        session: viewer.id,
      });
      return c.body(describe(sdp), 201, {
        'Content-Type': 'application/sdp',
        Location: `${basePath}${resource}/?${query}`,
      });
    } catch (error) {
      if (isEmpty(stage)) await stages.close(stage);
      if (error instanceof Refusal && error.status === 400) return dropConnection(c);
      throw error;
    }
  });

  app.delete(resource, faultable('whep-delete', published), async (c) => {
    const watched = stages.ofViewer(c.req.query('session') ?? '');
    if (watched) await watched.stage.disconnectViewer(watched.viewer);
    if (watched && isEmpty(watched.stage)) await stages.close(watched.stage);
    return c.body(null, 200);
  });

  app.patch('*', faultable('whep-patch', published), dropConnection);
  app.all(endpoint, dropConnection);
  app.all(resource, dropConnection);
  return app;

  /** A stage that nobody performs on, for the stream that does not exist. */
  function createEmptyStage(): AvatarStage {
    const stage = stages.create(randomUUID(), 'nobody', {
      onViewerGone: () => void stages.close(stage).catch((error: unknown) => process.emitWarning(error as Error)),
    });
    return stage;
  }

  function isEmpty(stage: AvatarStage): boolean {
    return sessions.find(stage.id) === undefined;
  }
}
