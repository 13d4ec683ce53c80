import type { HonoRequest } from 'hono';

import { KEY_HEADER } from '../../core/session-key.js';

const BEARER = /^bearer +(\S+)$/i;

/** The session's key that a request shows: in the header of its own, else as a Bearer token. */
export function keyIn(request: HonoRequest): string | undefined {
  return request.header(KEY_HEADER) ?? BEARER.exec(request.header('Authorization') ?? '')?.[1];
}

/**
 * The headers that the integrator's hooks see. A library that finds a Bearer token there takes it for its own, and does not
 * look at the cookie any more; so the session's key is left out.
 */
export function withoutKey(headers: Headers): Headers {
  const rest = new Headers(headers);
  if (!rest.has(KEY_HEADER)) rest.delete('Authorization');
  rest.delete(KEY_HEADER);
  return rest;
}
