import type { Quotas } from '../store/avatar-store.js';
import { RequestProblem } from '../request-problem.js';
import type { AvatarLimits, ScopeLimits } from './limits.js';
import type { Scope } from './scopes.js';

/** What is counted, with the limits that hold for it and their periods in milliseconds. */
const BUDGETS = {
  requests: { requestsPerSecond: 1000 },
  creates: { createsPerMinute: 60_000 },
} as const satisfies Record<string, Partial<Record<keyof ScopeLimits, number>>>;

export type BudgetName = keyof typeof BUDGETS;

/** What may be used up within a time, by each scope, across all processes that share the store. */
export class Budgets {
  readonly #limits: AvatarLimits;
  readonly #quotas: Quotas;

  constructor(limits: AvatarLimits, quotas: Quotas) {
    this.#limits = limits;
    this.#quotas = quotas;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED`: then it is charged to nobody. */
  async charge(budget: BudgetName, scopes: readonly Scope[], amount = 1): Promise<void> {
    const periods = Object.entries(BUDGETS[budget]) as [keyof ScopeLimits, number][];
    const charges = scopes.flatMap(({ name, key, factor }) =>
      periods.map(([limit, periodMs]) => ({
        ...{ key: `${limit}:${key}`, amount, periodMs },
        limit: this.#limits[name][limit] * factor,
      })),
    );
    const limited = charges.filter(({ limit }) => Number.isFinite(limit));
    if (limited.length === 0) return;
    const { refusal } = await this.#quotas.charge(limited);
    if (refusal) throw tooMany(refusal.endsInMs);
  }
}

function tooMany(endsInMs: number): RequestProblem {
  return new RequestProblem(429, 'Too many requests. Try again later.', {
    code: 'RATE_LIMITED',
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(endsInMs / 1000))) },
  });
}
