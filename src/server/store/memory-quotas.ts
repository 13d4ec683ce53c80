import type { Charge, ChargeResult, Quotas } from './avatar-store.js';

interface Period {
  used: number;
  refusals: number;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/** What is over is dropped so often, in milliseconds. */
const DROP_EVERY_MS = 60_000;

/** Counts within this process. */
export class MemoryQuotas implements Quotas {
  readonly #now: () => number;
  readonly #periods = new Map<string, Period>();
  #dropAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  charge(charges: readonly Charge[]): Promise<ChargeResult> {
    return Promise.resolve(this.chargeNow(charges));
  }

  /** As {@link charge}, before anything else is done. */
  chargeNow(charges: readonly Charge[]): ChargeResult {
    const now = this.#now();
    this.#drop(now);
    const looked = charges.map((charge) => ({ ...charge, period: this.#periodOf(charge, now) }));
    const index = looked.findIndex(({ amount, limit, period }) => period.used + amount > limit);
    const refusing = looked[index];
    if (refusing) {
      const { key, period } = refusing;
      period.refusals += 1;
      this.#periods.set(key, period);
      const { used, refusals, endsAt } = period;
      return { refusal: { index, used, refusals, endsInMs: endsAt - now } };
    }
    for (const { key, amount, period } of looked) {
      period.used += amount;
      this.#periods.set(key, period);
    }
    return { counts: looked.map(({ period }) => ({ used: period.used, endsInMs: period.endsAt - now })) };
  }

  #periodOf({ key, periodMs }: Charge, now: number): Period {
    const period = this.#periods.get(key);
    return period && period.endsAt > now ? period : { used: 0, refusals: 0, endsAt: now + periodMs };
  }

  #drop(now: number): void {
    if (now < this.#dropAt) return;
    this.#dropAt = now + DROP_EVERY_MS;
    for (const [key, { endsAt }] of this.#periods) if (endsAt <= now) this.#periods.delete(key);
  }
}
