import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

import { RequestProblem } from './request-problem.js';

const ONE_HOUR_S = 3600;

/** Lets pages of these other origins read answers (CORS). */
export function answerOrigins(allowed: readonly string[]): MiddlewareHandler {
  return cors({
    origin: [...allowed],
    allowMethods: ['GET', 'POST'],
    // Not among the headers that scripts may read anyway, and the browser's retries wait for it.
    exposeHeaders: ['Retry-After'],
    credentials: true,
    maxAge: ONE_HOUR_S,
  });
}

/**
 * Turns away pages of any further origin. CORS alone does not: a simple request is carried out, and only its answer
 * withheld, by when a session was opened. `Sec-Fetch-Site` is the browser's own word, which no proxy alters.
 */
export function refuseForeignPages(allowed: readonly string[]): MiddlewareHandler {
  return async function refuseForeignPage(context, next) {
    const site = context.req.header('Sec-Fetch-Site');
    const isForeign = site === 'cross-site' || site === 'same-site';
    if (context.req.method === 'POST' && isForeign && !allowed.includes(context.req.header('Origin') ?? '')) {
      throw new RequestProblem(403, 'Pages of this origin may not use this avatar.');
    }
    await next();
  };
}
