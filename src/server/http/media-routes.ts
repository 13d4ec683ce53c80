import type { Hono } from 'hono';

import type { SessionCredentials } from '../../core/protocol.js';
import { refuseMethod, withSession, type Env, type RouteContext, type Step } from './pipeline.js';
import { readFragmentBody, readOfferBody } from './request-body.js';
import { bodyOf } from './route-actions.js';
import type { RouteParts } from './route-parts.js';
import { jsonResponse } from './text-response.js';

export const MEDIA_PATHS = ['ice-servers', 'session/[^/]+/whep/[^/]+'] as const;

const ADDRESS = '/session/:id/whep/:sealed';

/** WHEP for pages that do not talk to the media server themselves, and what they need to get ready. */
export function addMediaRoutes(
  app: Hono<Env>,
  parts: RouteParts,
  { who, limit, inTime, offerBody }: Record<'who' | 'limit' | 'inTime' | 'offerBody', Step>,
): void {
  const { media, recentTurn } = parts;

  app.get('/ice-servers', who, limit, () => {
    const turn = recentTurn.current;
    return jsonResponse(turn ? { turn } : {});
  });
  app.all('/ice-servers', refuseMethod('GET, HEAD'));

  app.post(ADDRESS, who, withSession(parts, { isActive: true }), inTime, offerBody, async (context) => {
    const offer = await readOfferBody(bodyOf(context));
    const { sdp, location, etag } = await media.post(...addressOf(context), offer, context.env.signal);
    return new Response(sdp, {
      status: 201,
      headers: { 'Content-Type': 'application/sdp', ...(location ? { Location: location } : {}), ...tag(etag) },
    });
  });
  app.patch(ADDRESS, who, withSession(parts, { isActive: false }), inTime, offerBody, async (context) => {
    const sdpFragment = await readFragmentBody(bodyOf(context));
    const ifMatch = context.req.header('If-Match');
    const change = { sdpFragment, ifMatch, signal: context.env.signal };
    const answer = await media.patch(...addressOf(context), change);
    if (answer.sdpFragment === '') return new Response(null, { status: 204 });
    return new Response(answer.sdpFragment, {
      headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', ...tag(answer.etag) },
    });
  });
  // It comes as the page leaves, with all its other requests.
  app.delete(ADDRESS, who, withSession(parts, { isActive: false, counted: 'failures' }), async (context) => {
    await media.delete(...addressOf(context));
    return jsonResponse({ success: true });
  });
  app.all(ADDRESS, refuseMethod('POST, PATCH, DELETE'));
}

function addressOf(context: RouteContext): [session: SessionCredentials, sealed: string] {
  return [context.get('session'), context.req.param('sealed') ?? ''];
}

function tag(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { ETag: etag };
}
