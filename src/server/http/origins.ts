import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

import type { Logger } from '../../core/logger.js';
import { RequestProblem } from '../request-problem.js';
import type { AllowedOrigins } from './allowed-origins.js';

const ONE_HOUR_S = 3600;

/** The methods of requests that do something. */
const CHANGING = new Set(['POST', 'PATCH', 'DELETE']);

/** Of pages that are refused, so many origins are told of, each once: whoever makes them up fills no log. */
const MOST_TOLD = 50;

/** Longer ones are nobody's: a host name has 253 characters at most. */
const LONGEST_ORIGIN = 300;

/**
 * Lets pages of the allowed origins read answers (CORS), and turns the pages of any other origin away. CORS alone does not: a
 * simple request is carried out, and only its answer withheld, by when a session was opened.
 */
export function guardOrigins(allowed: AllowedOrigins, tellOnce: TellRefusedPage): MiddlewareHandler[] {
  const isRefused = async (context: Context): Promise<boolean> => {
    if (!isForeign(context)) return false;
    const { req } = context;
    const origin = req.header('Origin') ?? '';
    if (await allowed.allows(origin, plainRequest(context))) return false;
    tellOnce(origin, req.header('Host'));
    return true;
  };

  const refuse: MiddlewareHandler = async function refuseForeignPage(context, next) {
    const { req } = context;
    if (CHANGING.has(req.method) && (await isRefused(context))) throw foreignPage(req.header('Origin'));
    // What a browser asks before it sends anything: of a page that is refused, often all that comes.
    if (req.method === 'OPTIONS' && req.header('Access-Control-Request-Method') !== undefined) await isRefused(context);
    await next();
  };
  if (allowed.isEmpty) return [refuse];

  const answer = cors({
    origin: async (origin, context) =>
      origin !== '' && (await allowed.allows(origin, plainRequest(context))) ? origin : null,
    allowMethods: ['GET', ...CHANGING],
    // Not among the headers that scripts may read anyway: the browser's retries wait for the first, and WHEP needs the last two.
    exposeHeaders: ['Retry-After', 'X-Request-Id', 'Location', 'ETag'],
    credentials: true,
    maxAge: ONE_HOUR_S,
  });
  return [variesByOrigin, withoutCredentialsOfNobody, refuse, answer];
}

/** What is answered to one origin's pages, refusals too, is not for another's. */
const variesByOrigin: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.headers.has('Vary')) context.header('Vary', 'Origin');
};

function plainRequest({ req }: Context): Request {
  return new Request(req.url, { method: req.method, headers: req.raw.headers });
}

/** `null` is the origin of every sandboxed page there is: whoever allows it does not lend it the visitor's cookies. */
const withoutCredentialsOfNobody: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.headers.get('Access-Control-Allow-Origin') === 'null')
    context.res.headers.delete('Access-Control-Allow-Credentials');
};

/**
 * Whether a page of another origin asks. `Sec-Fetch-Site` is the browser's own word, which no proxy alters; where it is
 * missing, on pages without TLS, the origin has to be the host that was asked.
 */
function isForeign({ req }: Context): boolean {
  const site = req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'cross-site' || site === 'same-site';
  return isOfOtherHost(req.header('Origin'), [req.header('X-Forwarded-Host'), req.header('Host'), hostOf(req.url)]);
}

/** Programs that are no browsers name no origin. */
function isOfOtherHost(origin: string | undefined, hosts: readonly (string | undefined)[]): boolean {
  return origin !== undefined && !hosts.some((host) => host !== undefined && host === hostOf(origin));
}

/** Of `null`, the origin of sandboxed pages and of files, there is none. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function foreignPage(origin: string | undefined): RequestProblem {
  const named = nameOf(origin);
  return new RequestProblem(
    403,
    named === undefined
      ? 'Pages of this origin may not use this avatar.'
      : `The backend needs allowedOrigins: ['${named}'] for this page.`,
  );
}

/** @param host The one that was asked for. */
export type TellRefusedPage = (origin: string | undefined, host: string | undefined) => void;

/** Tells the operator what to add, once for each origin. */
export function refusedPagesLog(logger: Logger): TellRefusedPage {
  const told = new Set<string>();
  return (origin, host) => {
    const named = nameOf(origin);
    if (named === undefined || told.has(named) || told.size >= MOST_TOLD) return;
    told.add(named);
    logger.warn(
      `Pages of ${named} are refused. If they are yours, add allowedOrigins: ['${named}'] to the backend's options ` +
        `(AVATAR_ALLOWED_ORIGINS=${named}). If a proxy stands between them, such as that of a development server with ` +
        'changeOrigin, it may pass on the host that was asked for, as Host or X-Forwarded-Host.',
      { host },
    );
  };
}

/** The origin where it looks like one: it is the visitor's to write, and is told of in logs and answers. */
function nameOf(origin: string | undefined): string | undefined {
  const isOne = origin === 'null' || /^[a-z][a-z\d+.-]*:\/\/[\w.:[\]-]*$/i.test(origin ?? '');
  return isOne && (origin?.length ?? 0) <= LONGEST_ORIGIN ? origin : undefined;
}
