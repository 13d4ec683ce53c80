import type { Charge, ChargeResult, Count, Quotas } from '../store/avatar-store.js';
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
import type { AvatarLimits, ScopeLimits, ScopeName } from './limits.js';
import type { Scope } from './scopes.js';

/** What may be used up within a time, by each scope, across all processes that share the store. */
export class Budgets {
  readonly #limits: Readonly<Record<ScopeName, LimitsByBudget>>;
  readonly #quotas: Quotas;
  readonly #watch: BudgetWatch;

  constructor(limits: AvatarLimits, quotas: Quotas, watch: BudgetWatch) {
    const { perCaller, perAddress, total } = limits;
    this.#limits = { perCaller: byBudget(perCaller), perAddress: byBudget(perAddress), total: byBudget(total) };
    this.#quotas = quotas;
    this.#watch = watch;
  }

  /** @throws {RequestProblem} 429 `RATE_LIMITED`: then nothing is charged to anybody. */
  async charge(scopes: readonly Scope[], amounts: Amounts): Promise<void> {
    const charges = this.chargesFor(scopes, amounts);
    if (charges.length > 0) this.settle(charges, await this.#quotas.charge(charges));
  }

  /**
   * Charges the minute that has begun of something that lasts, where that has not been done, and with it what else is given.
   * @throws {RequestProblem} 429 `RATE_LIMITED`
   */
  async chargeMinute(id: string, scopes: readonly Scope[], others: Amounts = {}): Promise<PaidMinute> {
    const minutes = this.chargesFor(scopes, { sessionMinutes: 1 });
    const charges = [...this.chargesFor(scopes, others), ...minutes];
    if (charges.length === 0) return UNLIMITED;
    // Looked at before all others; where it refuses, there is nothing to charge.
    const isPaid: Charge = { key: `minute:${id}`, amount: 1, limit: 1, periodMs: MINUTE_MS };
    const first = minutes.length > 0 ? [isPaid] : [];
    const result = await this.#quotas.charge([...first, ...charges]);
    this.settle(charges, result, first.length);
    const paidForMs = minutes.length > 0 ? ((result.refusal ?? result.counts[0])?.endsInMs ?? 0) : Infinity;
    return { paidForMs, lastsMs: result.counts && paidForMs + minutesLeftMs(minutes, result.counts) };
  }

  /**
   * Tells the operator of what has come of charges.
   * @param before How many stand before these in the result.
   * @throws {RequestProblem} 429 `RATE_LIMITED`: one of them was refused.
   */
  settle(charges: readonly BudgetCharge[], { counts, refusal }: ChargeResult, before = 0): void {
    const refusing = refusal && charges[refusal.index - before];
    if (refusing) {
      this.#watch.refused(refusing, refusal);
      throw usedUp(refusing, refusal.endsInMs);
    }
    for (const [at, charge] of charges.entries()) {
      const count = counts?.[at + before];
      if (count) this.#watch.charged(charge, count);
    }
  }

  /** What is charged for amounts, by each limit that there is. */
  chargesFor(scopes: readonly Scope[], amounts: Amounts): BudgetCharge[] {
    const charges: BudgetCharge[] = [];
    for (const scope of scopes) {
      for (const budget in amounts) {
        for (const { name, unit, refusal, periodMs, most } of this.#limits[scope.name][budget as BudgetName]) {
          const amount = Math.ceil((amounts[budget as BudgetName] ?? 0) * unit);
          if (!(amount > 0)) continue;
          const key = `${name}:${scope.key}`;
          charges.push({ name, scope, unit, refusal, periodMs, key, amount, limit: most * scope.factor });
        }
      }
    }
    return charges;
  }
}

/** A minute that is paid for. */
export interface PaidMinute {
  /** How long, in milliseconds. */
  paidForMs: number;
  /** For how long those who pay have minutes, this one included, in milliseconds; undefined where somebody else has paid for it. */
  lastsMs: number | undefined;
}

const UNLIMITED: PaidMinute = { paidForMs: Infinity, lastsMs: Infinity };

/** What is left of minutes, as long as nobody else uses them up. @param counts Of charges of which these are the last. */
function minutesLeftMs(minutes: readonly BudgetCharge[], counts: readonly Count[]): number {
  const ofMinutes = counts.slice(counts.length - minutes.length);
  const left = minutes.map(({ limit }, at) => {
    const { used, endsInMs } = ofMinutes[at] ?? { used: 0, endsInMs: 0 };
    const leftMs = (limit - used) * MINUTE_MS;
    // Before they are used up, others are there.
    return leftMs < endsInMs ? leftMs : Infinity;
  });
  return Math.min(...left, Infinity);
}

interface BudgetLimit extends Pick<BudgetCharge, 'name' | 'unit' | 'refusal' | 'periodMs'> {
  /** In thousandths where `unit` says so. */
  most: number;
}

type LimitsByBudget = Readonly<Record<BudgetName, readonly BudgetLimit[]>>;

/** Those that hold: looked up with each request, so that they are worked out but once. */
function byBudget(limits: ScopeLimits): LimitsByBudget {
  const limitsOf = (budget: BudgetName): BudgetLimit[] => {
    const { limits: periods, unit, refusal } = BUDGETS[budget];
    const all = (Object.entries(periods) as [LimitName, number][]).map(([name, periodMs]) => ({
      ...{ name, unit, refusal, periodMs },
      most: limits[name] * unit,
    }));
    return all.filter(({ most }) => Number.isFinite(most));
  };
  const names = Object.keys(BUDGETS) as BudgetName[];
  return Object.fromEntries(names.map((budget) => [budget, limitsOf(budget)])) as Record<BudgetName, BudgetLimit[]>;
}

function usedUp({ name, refusal }: BudgetCharge, endsInMs: number): RequestProblem {
  return new RequestProblem(429, refusal, {
    code: 'RATE_LIMITED',
    limit: name,
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(endsInMs / 1000))) },
  });
}
