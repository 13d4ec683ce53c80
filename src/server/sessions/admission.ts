import type { AvatarLimits, ScopeName } from './limits.js';
import { RequestProblem } from '../request-problem.js';
import { isLimitReached, type AvatarStore, type RateLimiter } from '../store/avatar-store.js';

/** Who makes a request. */
export interface Caller {
  /** By whom `perCaller` counts: whom `identify` names, or the visitor's cookie. Missing where there is neither. */
  id?: string | undefined;
  /** Whom `identify` names: nobody else's are the sessions that they open. */
  owner?: string | undefined;
  /** The network address, where it is known. */
  address?: string | undefined;
}

/** How long a place is held for a session that is being opened, in milliseconds. */
const OPENING_MS = 60_000;

/** A session's place among those that may be open at once, for each scope that counts it. */
export interface Place {
  id: string;
  groups: readonly string[];
}

interface Scope {
  name: ScopeName;
  creates: RateLimiter | undefined;
  requests: RateLimiter | undefined;
}

const SCOPES = ['perCaller', 'perAddress', 'total'] as const;

const TOTAL = 'open:total';

/** Lets requests and sessions through within the limits, across all processes that share the store. */
export class Admission {
  readonly #limits: AvatarLimits;
  readonly #store: AvatarStore;
  readonly #now: () => number;
  readonly #scopes: readonly Scope[];

  constructor(limits: AvatarLimits, store: AvatarStore, now: () => number) {
    this.#limits = limits;
    this.#store = store;
    this.#now = now;
    const limiter = (name: string, calls: number, periodSeconds: number): RateLimiter | undefined =>
      Number.isFinite(calls) ? store.rateLimiter({ name, calls, periodSeconds }) : undefined;
    this.#scopes = SCOPES.map((name) => ({
      name,
      creates: limiter(`creates:${name}`, limits[name].createsPerMinute, 60),
      requests: limiter(`requests:${name}`, limits[name].requestsPerSecond, 1),
    }));
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED` */
  async admitRequest(caller: Caller): Promise<void> {
    await Promise.all(this.#scopes.map(({ name, requests }) => charge(requests, keyOf(name, caller))));
  }

  /**
   * Finds a place for a session that is about to be opened; it holds for a minute.
   * @throws {RequestProblem} 429 `RATE_LIMITED` or, where all places are taken, `CAPACITY`
   */
  async admitSession(caller: Caller): Promise<Place> {
    await Promise.all(this.#scopes.map(({ name, creates }) => charge(creates, keyOf(name, caller))));
    const place = { id: crypto.randomUUID(), groups: [] as string[] };
    for (const { name } of this.#scopes) {
      const key = keyOf(name, caller);
      if (key === undefined) continue;
      const group = `open:${key}`;
      const now = this.#now();
      const limit = this.#limits[name].sessions;
      if (!(await this.#store.leases.acquire(group, place.id, now + OPENING_MS, { now, limit }))) {
        await this.leave(place);
        throw tooManySessions(name);
      }
      place.groups.push(group);
    }
    return place;
  }

  /** The session is open: its place holds until then, in milliseconds since 1970. */
  async keep({ id, groups }: Place, until: number): Promise<void> {
    await Promise.all(groups.map((group) => this.#store.leases.set(group, id, until)));
  }

  async leave({ id, groups }: Place): Promise<void> {
    await Promise.all(groups.map((group) => this.#store.leases.release(group, id)));
  }

  /** How many sessions are open, or being opened. */
  count(): Promise<number> {
    return this.#store.leases.count(TOTAL, this.#now());
  }
}

/** Whom a scope counts; undefined where that is not known. */
function keyOf(scope: ScopeName, { id, address }: Caller): string | undefined {
  if (scope === 'total') return 'total';
  if (scope === 'perCaller') return id === undefined ? undefined : `caller:${id}`;
  return address === undefined ? undefined : `address:${address}`;
}

async function charge(limiter: RateLimiter | undefined, key: string | undefined): Promise<void> {
  if (!limiter || key === undefined) return;
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!isLimitReached(refused)) throw refused;
    throw new RequestProblem(429, 'Too many requests. Try again later.', {
      code: 'RATE_LIMITED',
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000))) },
    });
  }
}

function tooManySessions(scope: ScopeName): RequestProblem {
  const message =
    scope === 'perCaller'
      ? 'The avatar is open too many times already: end it in another tab first.'
      : 'All avatars are busy at the moment. Try again later.';
  return new RequestProblem(429, message, { code: 'CAPACITY', headers: { 'Retry-After': '10' } });
}
