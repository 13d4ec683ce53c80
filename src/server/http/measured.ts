import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';

import { quietly } from '../quietly.js';
import type { AvatarSpan, ParentContext } from '../telemetry/open-telemetry.js';
import { errorType, type Telemetry } from '../telemetry/telemetry.js';
import type { Env, RouteContext } from './pipeline.js';
import { withoutKey } from './session-key-header.js';
import { usesHttps } from './uses-https.js';

const SERVER = 1;
const ERROR = 2;

/** Others are anybody's to make up. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'CONNECT', 'TRACE'];

/** What asks every few seconds whether the backend is there would hide the spans of visitors. */
const PROBES: readonly (string | undefined)[] = ['/health', '/ready'];

/** Measures requests, and gives each a span, to the end of its answer. Of the address the route alone is told. */
export function measured({
  telemetry,
  parentContext,
}: {
  telemetry: Telemetry;
  parentContext: ParentContext | undefined;
}): MiddlewareHandler<Env> {
  return createMiddleware<Env>(async (context, next) => {
    const method = METHODS.includes(context.req.method) ? context.req.method : '_OTHER';
    const route = routeOf(context);
    const began = { 'http.request.method': method, 'url.scheme': usesHttps(context) ? 'https' : 'http' };
    const ofRoute = route === undefined ? {} : { 'http.route': route };
    const parent = quietly(() => parentContext?.(plainRequest(context)));
    const start = performance.now();
    telemetry.requestBegan(began);

    const work = async (span?: AvatarSpan): Promise<void> => {
      const measure = (error: unknown): void => {
        const { status } = context.res;
        const isFailed = status >= 500 || context.get('isStreamed');
        const type = error !== undefined && isFailed ? errorType(error) : status >= 500 ? String(status) : undefined;
        const ended = { 'http.response.status_code': status, ...(type === undefined ? {} : { 'error.type': type }) };
        telemetry.requestEnded(began, { ...ofRoute, ...ended }, (performance.now() - start) / 1000);
        const { sessionId } = context.get('facts') ?? {};
        span?.setAttribute('kaltura_avatar.request.id', context.get('requestId'));
        if (sessionId !== undefined) span?.setAttribute('kaltura_avatar.session.id', sessionId);
        for (const [key, value] of Object.entries(ended)) span?.setAttribute(key, value);
        if (type !== undefined) span?.setStatus({ code: ERROR });
        span?.end();
      };
      context.set('measure', measure);
      await next();
      if (!context.get('isStreamed')) measure(context.error);
    };

    if (PROBES.includes(route)) return work();
    const name = route === undefined ? method : `${method} ${route}`;
    return telemetry.inSpan(name, { kind: SERVER, attributes: { ...began, ...ofRoute } }, parent, work);
  });
}

/** As it is written in the table of routes; undefined where none fits. */
function routeOf(context: RouteContext): string | undefined {
  return matchedRoutes(context).findLast(({ path }) => path !== '/*')?.path;
}

function plainRequest({ req }: RouteContext): Request {
  return new Request(req.url, { method: req.method, headers: withoutKey(req.raw.headers) });
}
