import { RequestProblem } from '../request-problem.js';
import type { Budgets } from './budgets.js';
import type { SessionRecord } from './session-registry.js';

/** So many sessions are known to be paid for at a time; to forget them costs one question to the store for each. */
const MOST_KNOWN = 10_000;

/** Charges the minutes of sessions as they begin. */
export class SessionMinutes {
  readonly #budgets: Budgets;
  readonly #now: () => number;
  /** What this process knows of it: the store does. */
  readonly #paidUntil = new Map<string, number>();

  constructor(budgets: Budgets, now: () => number) {
    this.#budgets = budgets;
    this.#now = now;
  }

  /** Gives what to answer where those who pay for the session have used up their minutes. */
  async charge({ sessionId, place, payers }: SessionRecord): Promise<RequestProblem | undefined> {
    const now = this.#now();
    if ((this.#paidUntil.get(sessionId) ?? 0) > now) return undefined;
    try {
      const paidForMs = await this.#budgets.chargeMinute(place.id, payers);
      if (this.#paidUntil.size >= MOST_KNOWN) this.#paidUntil.clear();
      this.#paidUntil.set(sessionId, now + paidForMs);
      return undefined;
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error;
      return new RequestProblem(410, error.message, { limit: error.limit });
    }
  }
}
