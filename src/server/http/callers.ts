import type { Context } from 'hono';

import type { HookAsker } from '../ask-hook.js';
import { isRecord } from '../../core/json-reader.js';
import { textBytes } from '../../core/text-bytes.js';
import { RequestProblem } from '../request-problem.js';
import type { Caller } from '../sessions/scopes.js';
import { withoutKey } from './session-key-header.js';
import type { Authorize, Identify, Variables } from './caller-hooks.js';
import type { ClientAddresses } from './client-address.js';
import type { VisitorCookie } from './visitor-cookie.js';

export interface CallerOptions {
  identify: Identify | undefined;
  addresses: ClientAddresses;
  visitorCookie: VisitorCookie | undefined;
  variables: Variables | undefined;
}

/** The connection that a request came by. */
interface RequestConnection {
  clientAddress?: string | undefined;
  signal: AbortSignal;
}

const LONGEST_ID = 200;

/** Of what the operator knows of a caller, in bytes of JSON. */
const LARGEST_VARIABLES = 4096;

/** Knows callers: by the integrator's word, else, to count their sessions, by a cookie. */
export class Callers {
  readonly #options: CallerOptions;
  readonly #asker: HookAsker;

  constructor(options: CallerOptions, asker: HookAsker) {
    this.#options = options;
    this.#asker = asker;
  }

  /** @throws {RequestProblem} 401: `identify` knows nobody. */
  async identify(context: Context, { clientAddress, signal: gone }: RequestConnection): Promise<Caller> {
    const { identify, addresses, visitorCookie } = this.#options;
    // Made for hooks alone, for that takes its time.
    const request = addresses.isAsked ? hookRequest(context, gone) : context.req.raw;
    const address = addresses.of(request, clientAddress);
    if (!identify) return { id: await visitorCookie?.read(context), ...address };
    const given = await this.#asker.ask('identify', gone, (signal) => identify(hookRequest(context, signal)));
    const owner = checkId(given);
    return { id: owner, owner, ...address };
  }

  /** Asks whether the request is carried out; gives the answer to send in its place. @throws {RequestProblem} 403 */
  async authorize(authorize: Authorize, context: Context, gone: AbortSignal): Promise<Response | undefined> {
    const answer: unknown = await this.#asker.ask('authorize', gone, (signal) =>
      authorize(hookRequest(context, signal)),
    );
    if (answer instanceof Response) return answer;
    if (answer === true) return undefined;
    // An answer of another library's, or a user by mistake, lets nobody in.
    if (answer) throw new Error('authorize gave something that is neither true, false nor a Response of this runtime');
    throw new RequestProblem(403, 'You may not use this avatar.');
  }

  /** What the operator knows of whoever sends a message, as JSON has it. */
  async variables(context: Context, gone: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { variables } = this.#options;
    if (!variables) return undefined;
    const given = await this.#asker.ask('variables', gone, (signal) => variables(hookRequest(context, signal)));
    if (given === undefined) return undefined;
    const json = isRecord(given) ? JSON.stringify(given) : '';
    if (json === '' || textBytes(json) > LARGEST_VARIABLES)
      throw new Error(`variables gave something that is no object of at most ${LARGEST_VARIABLES} bytes of JSON`);
    return JSON.parse(json) as Record<string, unknown>;
  }

  /** The caller, with a cookie where they should have one and do not. */
  async ensureCookie(context: Context, caller: Caller): Promise<Caller> {
    const { identify, visitorCookie } = this.#options;
    if (identify || !visitorCookie || caller.id !== undefined) return caller;
    return { ...caller, id: await visitorCookie.create(context) };
  }
}

function checkId(id: string | null | undefined): string {
  if (typeof id !== 'string' || id.trim() === '') throw new RequestProblem(401, 'Sign in to use this avatar.');
  if (id.length > LONGEST_ID) throw new Error(`identify gave an id of more than ${LONGEST_ID} characters`);
  return id;
}

/** Without its body, of which a hook that read it would leave none for the route, and without the session's key. */
function hookRequest({ req }: Context, signal: AbortSignal): Request {
  const { url, method, headers } = req.raw;
  // The paths that name a session are those that take its key.
  const isKeyed = req.param('id') !== undefined;
  return new Request(url, { method, headers: isKeyed ? withoutKey(headers) : headers, signal });
}
