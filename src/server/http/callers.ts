import type { Context } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';

import { RequestProblem } from '../request-problem.js';
import type { Caller } from '../sessions/admission.js';

/** Tells who makes a request; whatever stands for nobody refuses it. Sees the request without its body. */
export type Identify = (request: Request) => string | null | undefined | Promise<string | null | undefined>;

/** Whether a request is carried out; an answer is sent in its place. Sees the request without its body. */
export type Authorize = (request: Request) => boolean | Response | Promise<boolean | Response>;

/**
 * The network address of whoever makes a request.
 * @param connected The address at the other end of the connection, where the adapter knows it.
 */
export type ClientAddress = (request: Request, connected: string | undefined) => string | undefined;

export interface CallerOptions {
  identify: Identify | undefined;
  clientAddress: ClientAddress | undefined;
  cookieSecret: string;
}

const COOKIE = 'kaltura-avatar';
const THIRTY_DAYS_S = 30 * 24 * 3600;
const LONGEST_ID = 200;

/** Knows callers: by the integrator's word, or by a cookie of its own that nobody else can make. */
export class Callers {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** @throws {RequestProblem} 401: `identify` knows nobody. */
  async identify(context: Context, connectedAddress: string | undefined): Promise<Caller> {
    const { identify, clientAddress } = this.#options;
    const { raw } = context.req;
    const address = clientAddress ? clientAddress(withoutBody(raw), connectedAddress) : connectedAddress;
    const id = identify ? checkId(await identify(withoutBody(raw))) : await this.#idInCookie(context);
    return { id, ...(address ? { address: networkOf(address) } : {}) };
  }

  /** The caller's id; a new one, in a cookie, for who has none. */
  async ensureId(context: Context, { id }: Caller): Promise<string> {
    if (id !== undefined) return id;
    const fresh = crypto.randomUUID();
    const isSecure = usesHttps(context);
    const isThirdParty = isSecure && context.req.header('Sec-Fetch-Site') === 'cross-site';
    await setSignedCookie(context, COOKIE, fresh, this.#options.cookieSecret, {
      path: '/',
      httpOnly: true,
      maxAge: THIRTY_DAYS_S,
      // A page of another site can only be told apart by a cookie that belongs to both.
      ...(isThirdParty ? { sameSite: 'None', partitioned: true } : { sameSite: 'Strict' }),
      ...(isSecure ? { secure: true, prefix: 'host' } : {}),
    });
    return fresh;
  }

  async #idInCookie(context: Context): Promise<string | undefined> {
    const prefix = usesHttps(context) ? 'host' : undefined;
    const value = await getSignedCookie(context, this.#options.cookieSecret, COOKIE, prefix).catch(() => false);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
}

/** Asks the integrator's hook. @throws {RequestProblem} 403 */
export async function askAuthorize(authorize: Authorize, request: Request): Promise<Response | undefined> {
  const answer = await authorize(withoutBody(request));
  if (answer instanceof Response) return answer;
  if (!answer) throw new RequestProblem(403, 'You may not use this avatar.');
  return undefined;
}

function checkId(id: string | null | undefined): string {
  if (typeof id !== 'string' || id.trim() === '') throw new RequestProblem(401, 'Sign in to use this avatar.');
  if (id.length > LONGEST_ID) throw new Error(`identify gave an id of more than ${LONGEST_ID} characters`);
  return id;
}

/** A hook that read the body would leave none for the route. */
function withoutBody({ url, method, headers, signal }: Request): Request {
  return new Request(url, { method, headers, signal });
}

/** Behind a proxy that speaks TLS for it, the backend itself is reached by http. */
function usesHttps({ req }: Context): boolean {
  const forwarded = req.header('X-Forwarded-Proto')?.split(',')[0]?.trim();
  return (forwarded ?? new URL(req.url).protocol.slice(0, -1)) === 'https';
}

/** Of IPv6 the network, of which a visitor has all the addresses. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (ipv4?.[1]) return ipv4[1];
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const full = [
    ...groups,
    ...Array.from({ length: Math.max(0, missing) }, () => '0'),
    ...(tail ? tail.split(':') : []),
  ];
  return `${full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
