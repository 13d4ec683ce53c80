import type { FaultableCall } from '../../../src/simulator/faults/faults-rule.js';
import type { RouteFault } from '../cell.js';
import { astray, callOf, FaultyRoute, isMediaServer, spoilt, type FetchLike } from '../faulty-route.js';

/** The page's way to the service and to its backend, which spoils calls and counts them. */
export class FaultyFetch {
  readonly sent = new Map<FaultableCall, number>();
  readonly answered = new Map<FaultableCall, number>();
  readonly unanswered = new Map<FaultableCall, number>();
  /** How many offers were made to the media server itself. */
  plainOffers = 0;
  /** How many ICE restarts were asked for (RFC 9725, 4.3.3). */
  iceRestarts = 0;
  /** What the service gave with the newest session, where it gave a token. */
  token: string | undefined;
  readonly #route: FaultyRoute;
  readonly #deafOrigin: string;

  constructor(faults: readonly RouteFault[], deafOrigin: string) {
    this.#route = new FaultyRoute(faults);
    this.#deafOrigin = deafOrigin;
  }

  /** How often each fault was met. */
  get met(): number[] {
    return this.#route.met;
  }

  readonly fetch: FetchLike = async (input, init) => {
    const url = new URL(input, document.baseURI);
    const call = callOf(url, init.method);
    if (!call) return globalThis.fetch(input, init);
    count(this.sent, call);
    if (call === 'whep-post' && isMediaServer(url)) this.plainOffers += 1;
    if (call === 'whep-patch' && new Headers(init.headers).get('If-Match') === '"*"') this.iceRestarts += 1;
    const effect = this.#route.take(call);
    try {
      const response = await globalThis.fetch(
        effect?.kind === 'refused' ? astray(url.href, this.#deafOrigin) : input,
        init,
      );
      if (call === 'create' && response.ok) await this.#keepToken(response.clone());
      count(this.answered, call);
      return await spoilt(response, effect);
    } catch (error) {
      count(this.unanswered, call);
      throw error;
    }
  };

  /** From now on nothing is spoiled. */
  disarm(): void {
    this.#route.disarm();
  }

  async #keepToken(response: Response): Promise<void> {
    const body = (await response.json().catch(() => undefined)) as { token?: unknown } | undefined;
    if (typeof body?.token === 'string') this.token = body.token;
  }
}

function count(counts: Map<FaultableCall, number>, call: FaultableCall): void {
  counts.set(call, (counts.get(call) ?? 0) + 1);
}
