import type { Context, Hono } from 'hono';

import type { AvatarPicture, AvatarPictures } from '../kaltura/avatar-pictures.js';
import type { PictureKind, PublicFactsReader } from '../kaltura/public-facts.js';
import { RequestProblem } from '../request-problem.js';
import { completeChoice, type AvatarOffer } from '../sessions/avatar-defaults.js';
import { refuseMethod, type Env } from './pipeline.js';

/** Patterns of the paths. */
export const PICTURE_PATHS = ['avatar/picture', 'avatar/film'] as const;

const KINDS: Readonly<Record<(typeof PICTURE_PATHS)[number], PictureKind>> = {
  'avatar/picture': 'imageUrl',
  'avatar/film': 'videoUrl',
};

export interface PictureParts {
  facts: PublicFactsReader;
  pictures: AvatarPictures;
  offer: AvatarOffer;
}

/** The pictures and films of the avatars on offer, from the addresses that the catalogue has for them, and from no other. */
export function addPictureRoutes(app: Hono<Env>, { facts, pictures, offer }: PictureParts): void {
  for (const path of PICTURE_PATHS) {
    app.get(`/${path}`, async (context) => {
      const named = context.req.query('avatarId');
      const { avatarId } = completeChoice(named === undefined ? {} : { avatarId: named }, offer);
      const address = await facts.addressOf(avatarId, KINDS[path]);
      const picture = address === undefined ? undefined : await pictures.of(address);
      if (!picture) throw new RequestProblem(404, 'There is no such picture.', { code: 'API_REQUEST_FAILED' });
      return answerWith(picture, context);
    });
    app.all(`/${path}`, refuseMethod('GET, HEAD'));
  }
}

function answerWith({ bytes, type, version }: AvatarPicture, { req }: Context): Response {
  const headers = {
    'Content-Type': type,
    ETag: `"${version}"`,
    'Cache-Control': 'public, max-age=3600',
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    // Opened by itself, it is no page of this origin's.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  if (req.header('If-None-Match') === headers.ETag) return new Response(null, { status: 304, headers });
  const isSame = req.header('If-Range') === undefined || req.header('If-Range') === headers.ETag;
  const range = isSame ? rangeIn(req.header('Range'), bytes.length) : undefined;
  if (!range) return new Response(bytes, { headers });
  const [from, to] = range;
  if (from > to) {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes.length}` } });
  }
  const partly = { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` };
  return new Response(bytes.subarray(from, to + 1), { status: 206, headers: partly });
}

/** The one range that is asked for, which Safari plays no film without: its first and its last byte. */
function rangeIn(header: string | undefined, length: number): [from: number, to: number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return [Math.max(0, length - Number(last)), Number(last) === 0 ? -1 : length - 1];
  const from = Number(first);
  if (from >= length) return [from, -1];
  return last === '' ? [from, length - 1] : [from, Math.min(Number(last), length - 1)];
}
