import type { TurnServer } from '../../src/core/protocol.js';
import type { FaultableCall } from '../../src/simulator/faults/faults-rule.js';
import type { RouteEffect, RouteFault } from './cell.js';

export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

/** What is spoiled on a way to the service, and how often. In the page, and in its backend. */
export class FaultyRoute {
  /** How often each fault was met. */
  readonly met: number[];
  readonly #faults: readonly RouteFault[];
  #isSafe = false;

  constructor(faults: readonly RouteFault[]) {
    this.#faults = faults;
    this.met = faults.map(() => 0);
  }

  /** From now on nothing is spoiled. */
  disarm(): void {
    this.#isSafe = true;
  }

  /** What spoils this call, if anything does. Counts as a use. */
  take(call: FaultableCall): RouteEffect | undefined {
    if (this.#isSafe) return undefined;
    const index = this.#faults.findIndex(
      (fault, at) => fault.call === call && (this.met[at] ?? 0) < (fault.times ?? 1),
    );
    if (index < 0) return undefined;
    this.met[index] = (this.met[index] ?? 0) + 1;
    return this.#faults[index];
  }
}

/** The address at which nobody listens, with the path of another one. */
export function astray(input: string, deafOrigin: string): string {
  const { pathname, search } = new URL(input);
  return deafOrigin + pathname + search;
}

/** An answer as the effect makes it. */
export async function spoilt(
  response: Response,
  effect: RouteEffect | undefined,
  expiredRelay?: TurnServer,
): Promise<Response> {
  if (effect?.kind === 'other-headers') return withHeaders(response, effect.headers);
  if (effect?.kind !== 'expired-relay') return response;
  return Response.json({ ...((await response.json()) as object), turn: expiredRelay });
}

/** The own headers of an answer cannot be changed. */
async function withHeaders(response: Response, others: Readonly<Record<string, string | null>>): Promise<Response> {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(others)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = status === 204 ? null : await response.text();
  return new Response(body, { status, statusText, headers });
}

const CONTROL_CALL = /\/(create|init-client|say-text|say-audio|interrupt|keep-alive|end)$/;

/** Which call of the service a request is, made by the page, or by its backend; undefined for any other. */
export function callOf(url: URL, method = 'GET'): FaultableCall | undefined {
  const { pathname } = url;
  // A session endpoint creates, too.
  if (pathname.endsWith('/avatar/session')) return 'create';
  if (isMediaServer(url) || /\/session\/[^/]+\/whep\//.test(pathname))
    return `whep-${method.toLowerCase()}` as FaultableCall;
  return CONTROL_CALL.exec(pathname)?.[1] as FaultableCall | undefined;
}

export function isMediaServer({ pathname }: URL): boolean {
  return pathname.startsWith('/rtc/');
}
