import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

import { RequestProblem } from '../request-problem.js';

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
 * withheld, by when a session was opened. `Sec-Fetch-Site` is the browser's own word, which no proxy alters; where it is
 * missing, on pages without TLS, the origin has to be the host that was asked.
 */
export function refuseForeignPages(allowed: readonly string[]): MiddlewareHandler {
  return async function refuseForeignPage(context, next) {
    const { method, url } = context.req;
    const header = (name: string): string | undefined => context.req.header(name);
    const origin = header('Origin');
    const site = header('Sec-Fetch-Site');
    const isForeign =
      site === undefined
        ? isOfOtherHost(origin, [header('X-Forwarded-Host'), header('Host'), hostOf(url)])
        : site === 'cross-site' || site === 'same-site';
    if (method === 'POST' && isForeign && !allowed.includes(origin ?? '')) {
      throw new RequestProblem(403, 'Pages of this origin may not use this avatar.');
    }
    await next();
  };
}

/** Programs that are no browsers name no origin. */
function isOfOtherHost(origin: string | undefined, hosts: readonly (string | undefined)[]): boolean {
  return origin !== undefined && !hosts.some((host) => host !== undefined && host === hostOf(origin));
}

/** Of `null`, the origin of sandboxed pages and of files, there is none. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
