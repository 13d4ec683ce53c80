import type { FaultableCall } from '../../../src/simulator/faults/faults-rule.js';
import type { RouteFault } from '../cell.js';

export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

export interface FaultyFetchOptions {
  faults: readonly RouteFault[];
  deafOrigin: string;
  /** Called with each session as soon as it is opened, before its opener knows of it. */
  onSession: (sessionId: string) => Promise<void>;
}

/** The way to the service, which spoils calls and counts them. */
export class FaultyFetch {
  readonly sent = new Map<FaultableCall, number>();
  readonly answered = new Map<FaultableCall, number>();
  readonly unanswered = new Map<FaultableCall, number>();
  /** How often each fault was met. */
  readonly met: number[];
  /** How many ICE restarts were asked for (RFC 9725, 4.3.3). */
  iceRestarts = 0;
  /** What the service gave with the newest session, where it gave a token. */
  token: string | undefined;
  readonly #options: FaultyFetchOptions;
  #isSafe = false;

  constructor(options: FaultyFetchOptions) {
    this.#options = options;
    this.met = options.faults.map(() => 0);
  }

  readonly fetch: FetchLike = async (input, init) => {
    const call = callOf(input, init.method);
    if (!call) return globalThis.fetch(input, init);
    count(this.sent, call);
    if (call === 'whep-patch' && new Headers(init.headers).get('If-Match') === '"*"') this.iceRestarts += 1;
    const fault = this.#take(call);
    try {
      const response = await globalThis.fetch(fault?.kind === 'refused' ? this.#astray(input) : input, init);
      if (call === 'create' && response.ok) await this.#tell(response.clone());
      count(this.answered, call);
      return fault?.kind === 'hidden-location' ? await withoutLocation(response) : response;
    } catch (error) {
      count(this.unanswered, call);
      throw error;
    }
  };

  /** From now on nothing is spoiled. */
  disarm(): void {
    this.#isSafe = true;
  }

  #take(call: FaultableCall): RouteFault | undefined {
    if (this.#isSafe) return undefined;
    const index = this.#options.faults.findIndex(
      (fault, at) => fault.call === call && (this.met[at] ?? 0) < (fault.times ?? 1),
    );
    if (index < 0) return undefined;
    this.met[index] = (this.met[index] ?? 0) + 1;
    return this.#options.faults[index];
  }

  #astray(input: string): string {
    const { pathname, search } = new URL(input);
    return this.#options.deafOrigin + pathname + search;
  }

  async #tell(response: Response): Promise<void> {
    const body = (await response.json().catch(() => undefined)) as { sessionId?: unknown; token?: unknown } | undefined;
    if (typeof body?.token === 'string') this.token = body.token;
    if (typeof body?.sessionId === 'string') await this.#options.onSession(body.sessionId);
  }
}

function count(counts: Map<FaultableCall, number>, call: FaultableCall): void {
  counts.set(call, (counts.get(call) ?? 0) + 1);
}

const CONTROL_CALL = /\/(create|init-client|say-text|say-audio|interrupt|keep-alive|end)$/;

function callOf(input: string, method = 'GET'): FaultableCall | undefined {
  const { pathname } = new URL(input, document.baseURI);
  // A session endpoint creates, too.
  if (pathname.endsWith('/avatar/session')) return 'create';
  if (pathname.startsWith('/rtc/')) return `whep-${method.toLowerCase()}` as FaultableCall;
  return CONTROL_CALL.exec(pathname)?.[1] as FaultableCall | undefined;
}

/** Chromium's own answer cannot be changed; what a page sees of one whose headers CORS does not expose is this. */
async function withoutLocation(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('Location');
  const body = response.status === 204 ? null : await response.text();
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
