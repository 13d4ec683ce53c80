import type { Hono } from 'hono';

import type { PublicFactsReader } from '../kaltura/public-facts.js';
import { completeChoice, type AvatarOffer } from '../sessions/avatar-defaults.js';
import { refuseMethod, type Env } from './pipeline.js';

/** Browsers and proxies may keep what is known for so long, in seconds; what could not be read, much shorter. */
const KNOWN_FOR_S = 300;
const UNKNOWN_FOR_S = 30;

/** What everybody may know of the avatar, before there is a session: its name, its picture, the voices on offer. */
export function addAvatarRoute(app: Hono<Env>, facts: PublicFactsReader, offer: AvatarOffer): void {
  app.get('/avatar', async ({ req }) => {
    const named = req.query('avatarId');
    const { avatarId } = completeChoice(named === undefined ? {} : { avatarId: named }, offer);
    const { json, version, isKnown } = await facts.of(avatarId);
    const headers = {
      'Content-Type': 'application/json',
      'Cache-Control': `public, max-age=${isKnown ? KNOWN_FOR_S : UNKNOWN_FOR_S}`,
      ETag: `"${version}"`,
      'X-Content-Type-Options': 'nosniff',
    };
    return req.header('If-None-Match') === headers.ETag
      ? new Response(null, { status: 304, headers })
      : new Response(json, { headers });
  });
  app.all('/avatar', refuseMethod('GET, HEAD'));
}
