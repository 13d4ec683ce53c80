import type { Context } from 'hono';

import { RequestProblem } from '../request-problem.js';
import type { Caller } from '../sessions/scopes.js';
import { withoutKey } from './session-key-header.js';
import type { Authorize, Identify } from './caller-hooks.js';
import type { ClientAddresses } from './client-address.js';
import type { VisitorCookie } from './visitor-cookie.js';

export interface CallerOptions {
  identify: Identify | undefined;
  addresses: ClientAddresses;
  visitorCookie: VisitorCookie | undefined;
}

const LONGEST_ID = 200;

/** Knows callers: by the integrator's word, else, to count their sessions, by a cookie. */
export class Callers {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** @throws {RequestProblem} 401: `identify` knows nobody. */
  async identify(context: Context, connectedAddress: string | undefined): Promise<Caller> {
    const { identify, addresses, visitorCookie } = this.#options;
    // Made for hooks alone, for that takes its time.
    const request = identify || addresses.isAsked ? hookRequest(context) : context.req.raw;
    const address = addresses.of(request, connectedAddress);
    if (!identify) return { id: await visitorCookie?.read(context), ...address };
    const owner = checkId(await identify(request));
    return { id: owner, owner, ...address };
  }

  /** The caller, with a cookie where they should have one and do not. */
  async ensureCookie(context: Context, caller: Caller): Promise<Caller> {
    const { identify, visitorCookie } = this.#options;
    if (identify || !visitorCookie || caller.id !== undefined) return caller;
    return { ...caller, id: await visitorCookie.create(context) };
  }
}

/** Asks the integrator's hook. @throws {RequestProblem} 403 */
export async function askAuthorize(authorize: Authorize, context: Context): Promise<Response | undefined> {
  const answer = await authorize(hookRequest(context));
  if (answer instanceof Response) return answer;
  if (!answer) throw new RequestProblem(403, 'You may not use this avatar.');
  return undefined;
}

function checkId(id: string | null | undefined): string {
  if (typeof id !== 'string' || id.trim() === '') throw new RequestProblem(401, 'Sign in to use this avatar.');
  if (id.length > LONGEST_ID) throw new Error(`identify gave an id of more than ${LONGEST_ID} characters`);
  return id;
}

/** Without its body, of which a hook that read it would leave none for the route, and without the session's key. */
function hookRequest({ req }: Context): Request {
  const { url, method, headers, signal } = req.raw;
  // The paths that name a session are those that take its key.
  const isKeyed = req.param('id') !== undefined;
  return new Request(url, { method, headers: isKeyed ? withoutKey(headers) : headers, signal });
}
