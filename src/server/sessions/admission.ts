import { RequestProblem } from '../request-problem.js';
import type { AvatarStore } from '../store/avatar-store.js';
import type { Budgets } from './budgets.js';
import type { AvatarLimits, ScopeName } from './limits.js';
import { scopesOf, type Caller } from './scopes.js';

/** How long a place is held for a session that is being opened, in milliseconds. */
const OPENING_MS = 60_000;

/** A session's place among those that may be open at once, for each scope that counts it. */
export interface Place {
  id: string;
  groups: readonly string[];
}

const TOTAL = 'open:total';

/** Lets requests and sessions through within the limits, across all processes that share the store. */
export class Admission {
  readonly #limits: AvatarLimits;
  readonly #budgets: Budgets;
  readonly #store: AvatarStore;
  readonly #now: () => number;

  constructor(limits: AvatarLimits, budgets: Budgets, store: AvatarStore, now: () => number) {
    this.#limits = limits;
    this.#budgets = budgets;
    this.#store = store;
    this.#now = now;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED` */
  admitRequest(caller: Caller): Promise<void> {
    return this.#budgets.charge('requests', scopesOf(caller));
  }

  /**
   * Finds a place for a session that is about to be opened; it holds for a minute.
   * @throws {RequestProblem} 429 `RATE_LIMITED` or, where all places are taken, `CAPACITY`
   */
  async admitSession(caller: Caller): Promise<Place> {
    const place = { id: crypto.randomUUID(), groups: [] as string[] };
    const scopes = scopesOf(caller);
    try {
      for (const { name, key, factor } of scopes) {
        const group = `open:${key}`;
        const now = this.#now();
        const limit = this.#limits[name].sessions * factor;
        if (!(await this.#store.leases.acquire(group, place.id, now + OPENING_MS, { now, limit }))) {
          throw tooManySessions(name);
        }
        place.groups.push(group);
      }
      // Last: who has found no place has not opened anything.
      await this.#budgets.charge('creates', scopes);
    } catch (error) {
      await this.leave(place);
      throw error;
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

function tooManySessions(scope: ScopeName): RequestProblem {
  const message =
    scope === 'perCaller'
      ? 'The avatar is open too many times already: end it in another tab first.'
      : 'All avatars are busy at the moment. Try again later.';
  return new RequestProblem(429, message, { code: 'CAPACITY', headers: { 'Retry-After': '10' } });
}
