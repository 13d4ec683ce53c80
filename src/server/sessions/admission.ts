import { RequestProblem } from '../request-problem.js';
import type { HeldPlace, Leases } from '../store/leases.js';
import type { Budgets } from './budgets.js';
import type { AvatarLimits, ScopeName } from './limits.js';
import { scopesOf, type Caller } from './scopes.js';
import type { Telemetry } from '../telemetry/telemetry.js';

/** How long a place is held for a session that is being opened, in milliseconds. */
const OPENING_MS = 60_000;

const TOTAL = 'open:total';

/** Lets requests and sessions through within the limits, across all processes that share the store. */
export class Admission {
  readonly #limits: AvatarLimits;
  readonly #budgets: Budgets;
  readonly #leases: Leases;
  readonly #telemetry: Telemetry;

  constructor(limits: AvatarLimits, budgets: Budgets, leases: Leases, telemetry: Telemetry) {
    this.#limits = limits;
    this.#budgets = budgets;
    this.#leases = leases;
    this.#telemetry = telemetry;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED` */
  admitRequest(caller: Caller): Promise<void> {
    return this.#budgets.charge(scopesOf(caller), { requests: 1 });
  }

  /**
   * Finds a place for a session that is about to be opened; it holds for a minute.
   * @throws {RequestProblem} 429 `RATE_LIMITED` or, where all places are taken, `CAPACITY`
   */
  async admitSession(caller: Caller): Promise<HeldPlace> {
    const scopes = scopesOf(caller);
    const wanted = scopes.map(({ name, key, factor }) => ({
      group: `open:${key}`,
      limit: this.#limits[name].sessions * factor,
    }));
    const place = { id: crypto.randomUUID(), groups: wanted.map(({ group }) => group) };
    const full = await this.#leases.acquire(place.id, OPENING_MS, wanted);
    if (full !== undefined) {
      const scope = scopes[full]?.name ?? 'total';
      this.#telemetry.limitRefused({ name: 'sessions', scope });
      throw tooManySessions(scope);
    }
    try {
      // Last: who has found no place has not opened anything.
      await this.#budgets.chargeMinute(place.id, scopes, { creates: 1 });
    } catch (error) {
      await this.leave(place);
      throw error;
    }
    return place;
  }

  leave(place: HeldPlace): Promise<void> {
    return this.#leases.release(place);
  }

  /** How many sessions are open, or being opened. */
  count(): Promise<number> {
    return this.#leases.count(TOTAL);
  }
}

function tooManySessions(scope: ScopeName): RequestProblem {
  const message =
    scope === 'perCaller'
      ? 'The avatar is open too many times already: end it in another tab first.'
      : 'All avatars are busy at the moment. Try again later.';
  return new RequestProblem(429, message, { code: 'CAPACITY', limit: 'sessions', headers: { 'Retry-After': '10' } });
}
