import { RequestProblem } from '../request-problem.js';
import type { Budgets } from './budgets.js';
import type { SessionRecord } from './session-registry.js';

/** So many sessions are known to be paid for at a time; to forget them costs one question to the store for each. */
const MOST_KNOWN = 10_000;

/** Charges the minutes of sessions as they begin. */
export class SessionMinutes {
  readonly #budgets: Budgets;
  readonly #now: () => number;
  /** What this process knows of it: the store does. Until when a session is paid for, and can be, milliseconds since 1970. */
  readonly #known = new Map<string, { paidUntil: number; lastsUntil: number }>();

  constructor(budgets: Budgets, now: () => number) {
    this.#budgets = budgets;
    this.#now = now;
  }

  /** Gives what to answer where those who pay for the session have used up their minutes. */
  async charge({ sessionId, place, payers }: SessionRecord): Promise<RequestProblem | undefined> {
    const now = this.#now();
    const known = this.#known.get(sessionId);
    if (known && known.paidUntil > now) return undefined;
    try {
      const { paidForMs, lastsMs } = await this.#budgets.chargeMinute(place.id, payers);
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      const lastsUntil = lastsMs === undefined ? (known?.lastsUntil ?? Infinity) : now + lastsMs;
      this.#known.set(sessionId, { paidUntil: now + paidForMs, lastsUntil });
      return undefined;
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error;
      return new RequestProblem(410, error.message, { limit: error.limit });
    }
  }

  /** For how long those who pay for it have minutes, in milliseconds, as far as this process knows. */
  leftMs({ sessionId }: Pick<SessionRecord, 'sessionId'>): number {
    return (this.#known.get(sessionId)?.lastsUntil ?? Infinity) - this.#now();
  }
}
