import { RequestProblem } from '../request-problem.js';
import type { HeldPlace, Leases, Wanted } from '../store/leases.js';
import type { Claimed } from '../store/waiting-queue.js';
import type { BudgetWatch } from './budget-watch.js';
import type { Budgets } from './budgets.js';
import type { AvatarLimits, ScopeName } from './limits.js';
import { scopesOf, type Caller } from './scopes.js';
import type { SessionQueue } from './session-queue.js';
import type { Telemetry } from '../telemetry/telemetry.js';

/** How long a place is held for a session that is being opened, in milliseconds. */
const OPENING_MS = 60_000;

const TOTAL = 'open:total';

/** Who finds no place comes back after so many seconds, unless one is free sooner for sure. */
const ASK_AGAIN_IN_S = 30;

/** A place for a session. */
export interface Admitted {
  place: HeldPlace;
  /** For how long those who pay for it have minutes, in milliseconds; Infinity where that is not limited. */
  lastsMs: number;
  /** Nothing has come of it: who has waited for it waits where they were. Never rejects. */
  giveUp: () => Promise<void>;
}

interface AdmissionParts {
  budgets: Budgets;
  leases: Leases;
  /** Missing where nobody waits. */
  queue: SessionQueue | undefined;
  telemetry: Telemetry;
  watch: BudgetWatch;
}

/** Lets requests and sessions through within the limits, across all processes that share the store. */
export class Admission {
  readonly #limits: AvatarLimits;
  readonly #budgets: Budgets;
  readonly #leases: Leases;
  readonly #queue: SessionQueue | undefined;
  readonly #telemetry: Telemetry;
  readonly #watch: BudgetWatch;

  constructor(limits: AvatarLimits, { budgets, leases, queue, telemetry, watch }: AdmissionParts) {
    this.#limits = limits;
    this.#budgets = budgets;
    this.#watch = watch;
    this.#leases = leases;
    this.#queue = queue;
    this.#telemetry = telemetry;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED` */
  admitRequest(caller: Caller): Promise<void> {
    return this.#budgets.charge(scopesOf(caller), { requests: 1 });
  }

  /**
   * Finds a place for a session that is about to be opened, which holds for a minute, and pays for its first.
   * @param ticket By which the visitor has waited.
   * @throws {RequestProblem} 429 `RATE_LIMITED` or, where all places are taken, or others come before, `CAPACITY`
   */
  async admitSession(caller: Caller, ticket?: string): Promise<Admitted> {
    const scopes = scopesOf(caller);
    const wanted = scopes.map(({ name, key, factor }) => ({
      group: `open:${key}`,
      limit: this.#limits[name].sessions * factor,
    }));
    const place = { id: crypto.randomUUID(), groups: wanted.map(({ group }) => group) };
    const claimed = await this.#take(place.id, wanted, caller, ticket);
    const { counts, full, freeInMs, length, joinedAt } = claimed;
    if (full !== undefined) {
      const scope = scopes[full]?.name ?? 'total';
      this.#telemetry.limitRefused({ name: 'sessions', scope });
      throw tooManySessions(scope, { freeInMs, length });
    }
    const giveUp = async (): Promise<void> => {
      if (ticket === undefined || joinedAt === undefined) return;
      // Where the store fails, so has what it is given up for.
      await this.#queue?.goBack(ticket, caller, joinedAt).catch(() => undefined);
    };
    for (const [at, scope] of scopes.entries()) {
      this.#watch.opened(scope, counts[at] ?? 0, wanted[at]?.limit ?? Infinity);
    }
    try {
      // Last: who has found no place has not opened anything.
      const { lastsMs = Infinity } = await this.#budgets.chargeMinute(place.id, scopes, { creates: 1 });
      return { place, lastsMs, giveUp };
    } catch (error) {
      await this.leave(place);
      await giveUp();
      throw error;
    }
  }

  #take(id: string, wanted: readonly Wanted[], caller: Caller, ticket: string | undefined): Promise<Claimed> {
    if (!this.#queue) return this.#leases.acquire(id, OPENING_MS, wanted);
    return this.#queue.claim({ id, forMs: OPENING_MS, wanted }, ticket, caller);
  }

  leave(place: HeldPlace): Promise<void> {
    return this.#leases.release(place);
  }

  /** How many sessions are open, or being opened. */
  count(): Promise<number> {
    return this.#leases.count(TOTAL);
  }
}

/** In how many milliseconds a place is free at the latest: mostly somebody leaves earlier; and how many wait, where it is waited. */
interface Busy {
  freeInMs: number | undefined;
  length: number | undefined;
}

function tooManySessions(scope: ScopeName, { freeInMs, length }: Busy): RequestProblem {
  const message =
    scope === 'perCaller'
      ? 'The avatar is open too many times already: end it in another tab first.'
      : 'All avatars are busy at the moment. Try again later.';
  const freeInSeconds = freeInMs === undefined ? undefined : Math.max(1, Math.ceil(freeInMs / 1000));
  return new RequestProblem(429, message, {
    ...{ code: 'CAPACITY', limit: 'sessions' },
    headers: { 'Retry-After': String(Math.min(freeInSeconds ?? ASK_AGAIN_IN_S, ASK_AGAIN_IN_S)) },
    members: {
      ...(freeInSeconds === undefined ? {} : { freeInSeconds }),
      // For all together alone: whoever has what is theirs would wait for nothing.
      ...(length === undefined || scope !== 'total' ? {} : { queue: { length } }),
    },
  });
}
