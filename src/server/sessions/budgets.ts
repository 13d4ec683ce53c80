import type { Charge, Quotas } from '../store/avatar-store.js';
import { RequestProblem } from '../request-problem.js';
import {
  BUDGETS,
  MINUTE_MS,
  type Amounts,
  type BudgetCharge,
  type BudgetName,
  type LimitName,
} from './budget-limits.js';
import type { BudgetWatch } from './budget-watch.js';
import type { AvatarLimits } from './limits.js';
import type { Scope } from './scopes.js';

/** What may be used up within a time, by each scope, across all processes that share the store. */
export class Budgets {
  readonly #limits: AvatarLimits;
  readonly #quotas: Quotas;
  readonly #watch: BudgetWatch;

  constructor(limits: AvatarLimits, quotas: Quotas, watch: BudgetWatch) {
    this.#limits = limits;
    this.#quotas = quotas;
    this.#watch = watch;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED`: then nothing is charged to anybody. */
  async charge(scopes: readonly Scope[], amounts: Amounts): Promise<void> {
    await this.#charge(this.#chargesFor(scopes, amounts), []);
  }

  /**
   * Charges the minute that has begun of something that lasts, where that has not been done, and with it what else is given.
   * Resolves to how long it is paid for, in milliseconds.
   * @throws {RequestProblem} 429 `RATE_LIMITED`
   */
  async chargeMinute(id: string, scopes: readonly Scope[], others: Amounts = {}): Promise<number> {
    const minutes = this.#chargesFor(scopes, { sessionMinutes: 1 });
    const isPaid = { key: `minute:${id}`, amount: 1, limit: 1, periodMs: MINUTE_MS };
    const charges = [...this.#chargesFor(scopes, others), ...minutes];
    return this.#charge(charges, minutes.length > 0 ? [isPaid] : []);
  }

  /** @param first Looked at before all others; where it refuses, there is nothing to charge. */
  async #charge(charges: readonly BudgetCharge[], first: readonly Charge[]): Promise<number> {
    if (charges.length === 0) return Infinity;
    const { counts, refusal } = await this.#quotas.charge([...first, ...charges]);
    if (refusal) {
      const refusing = charges[refusal.index - first.length];
      if (!refusing) return refusal.endsInMs;
      this.#watch.refused(refusing, refusal);
      throw usedUp(refusing, refusal.endsInMs);
    }
    for (const [at, charge] of charges.entries()) {
      const count = counts[at + first.length];
      if (count) this.#watch.charged(charge, count);
    }
    return counts[0]?.endsInMs ?? 0;
  }

  #chargesFor(scopes: readonly Scope[], amounts: Amounts): BudgetCharge[] {
    const wanted = Object.entries(amounts) as [BudgetName, number][];
    const charges = scopes.flatMap((scope) =>
      wanted.flatMap(([budget, amount]) => {
        const { limits, unit, refusal } = BUDGETS[budget];
        return (Object.entries(limits) as [LimitName, number][]).map(([name, periodMs]) => ({
          ...{ name, scope, unit, refusal, periodMs, key: `${name}:${scope.key}` },
          amount: Math.ceil(amount * unit),
          limit: this.#limits[scope.name][name] * scope.factor * unit,
        }));
      }),
    );
    return charges.filter(({ amount, limit }) => amount > 0 && Number.isFinite(limit));
  }
}

function usedUp({ name, refusal }: BudgetCharge, endsInMs: number): RequestProblem {
  return new RequestProblem(429, refusal, {
    code: 'RATE_LIMITED',
    limit: name,
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(endsInMs / 1000))) },
  });
}
