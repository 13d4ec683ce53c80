import { Hono } from 'hono';
import { cors } from 'hono/cors';

import type { AvatarStage, Viewer } from '../sessions/avatar-stage.js';
import type { AvatarStages } from '../sessions/avatar-stages.js';
import { answerWhepError } from '../http/error-answers.js';
import type { Faultable, SubjectOf } from '../faults/faults-middleware.js';
import type { SimulatorContext, SimulatorEnv } from '../http/http-env.js';
import type { IceServerLink } from '../options.js';
import { Refusal } from '../http/refusal.js';
import { limitBody } from '../http/request-body.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';
import { iceServerLinkHeader } from './ice-server-link.js';
import { mediaFaultsOf } from './media-faults.js';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const SDP_LIMIT_BYTES = 200_000;

export interface WhepRoutesOptions {
  sessions: SimulatedSessions;
  stages: AvatarStages;
  faultable: Faultable;
  /** Where these routes are mounted. */
  basePath: string;
  iceServerLinks: readonly IceServerLink[];
}

/** WHEP as it is specified (draft-ietf-wish-whep), with problem details as the bodies of errors. */
export function createWhepRoutes({
  sessions,
  stages,
  faultable,
  basePath,
  iceServerLinks,
}: WhepRoutesOptions): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  const endpoint = '/whep';
  const resource = `${endpoint}/resource/:viewerId`;
  const published: SubjectOf = (c) => ({ sessionId: c.req.query('stream') });
  const watched: SubjectOf = (c) => ({ sessionId: stages.ofViewer(c.req.param('viewerId') ?? '')?.stage.id });
  app.onError(answerWhepError);

  app.options(endpoint, faultable('whep-options', published));
  app.options(resource, faultable('whep-options', watched));
  app.options(endpoint, async (c, next) => {
    c.header('Accept-Post', SDP);
    await next();
  });
  app.use(
    cors({
      origin: '*',
      allowMethods: ['POST', 'PATCH', 'DELETE'],
      exposeHeaders: ['Location', 'ETag', 'Link', 'Accept-Post', 'Accept-Patch', 'Retry-After'],
    }),
  );

  app.post(endpoint, faultable('whep-post', published), limitBody(SDP_LIMIT_BYTES), async (c) => {
    expectType(c, SDP);
    const session = sessions.findOpen(c.req.query('stream') ?? '');
    if (!session) throw new Refusal(404, 'There is no such stream.');
    const fault = c.get('mediaFault');
    const isCountered = fault?.kind === 'counter-offer';
    const offer = await c.req.text();
    const { viewer, sdp } = isCountered
      ? await session.stage.offerViewer()
      : await session.stage.connectViewer(offer, mediaFaultsOf(fault));
    for (const link of iceServerLinks) c.header('Link', iceServerLinkHeader(link), { append: true });
    return c.body(sdp, isCountered ? 406 : 201, {
      'Content-Type': SDP,
      Location: `${basePath}${endpoint}/resource/${viewer.id}`,
      ETag: viewer.etag,
      'Accept-Patch': FRAGMENT,
    });
  });

  app.patch(resource, faultable('whep-patch', watched), limitBody(SDP_LIMIT_BYTES), async (c) => {
    const { stage, viewer } = findViewer(c);
    if (typeOf(c) !== SDP) {
      expectType(c, FRAGMENT);
      return patchIce(c, stage, viewer);
    }
    await stage.acceptAnswer(await c.req.text());
    return c.body(null, 204);
  });

  app.delete(resource, faultable('whep-delete', watched), async (c) => {
    const { stage, viewer } = findViewer(c);
    await stage.disconnectViewer(viewer);
    return c.body(null, 200);
  });

  app.all(endpoint, () => refuseMethod());
  app.all(resource, () => refuseMethod());
  return app;

  function findViewer(c: SimulatorContext): { stage: AvatarStage; viewer: Viewer } {
    const found = stages.ofViewer(c.req.param('viewerId') ?? '');
    if (!found) throw new Refusal(404, 'There is no such resource.');
    return found;
  }
}

/** Trickle ICE, or an ICE restart where the entity tag is left open (RFC 9725, section 4.3). */
async function patchIce(c: SimulatorContext, stage: AvatarStage, viewer: Viewer): Promise<Response> {
  const match = c.req.header('If-Match');
  const fragment = await c.req.text();
  if (match === '"*"' || match === '*') {
    const answer = await stage.restartIce(viewer, fragment);
    return c.body(answer, 200, { 'Content-Type': FRAGMENT, ETag: viewer.etag });
  }
  if (match !== undefined && match !== viewer.etag) throw new Refusal(412, 'The ICE session is another one by now.');
  await stage.addCandidates(fragment);
  return c.body(null, 204);
}

function expectType(c: SimulatorContext, type: string): void {
  if (typeOf(c) !== type) throw new Refusal(415, `The body should be ${type}.`);
}

function typeOf(c: SimulatorContext): string | undefined {
  return c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
}

function refuseMethod(): never {
  throw new Refusal(405, 'The method is not allowed here.');
}
