import type { Feedback, MessageFeedback, StarFeedback } from '../reports/feedback.js';
import { STARS, type Reports } from '../reports/reports.js';
import type { Budgets } from './budgets.js';
import { scopesOf, type Caller, type Scope } from './scopes.js';
import type { SessionRegistry } from './session-registry.js';

export type GivenFeedback = MessageFeedback | StarFeedback;

/** Takes what visitors think, and hands it to the owner. */
export class Feedbacks {
  readonly #registry: SessionRegistry;
  readonly #budgets: Budgets;
  readonly #reports: Reports;

  constructor(registry: SessionRegistry, budgets: Budgets, reports: Reports) {
    this.#registry = registry;
    this.#budgets = budgets;
    this.#reports = reports;
  }

  /** Whether anybody wants to know. */
  get isWanted(): boolean {
    return this.#reports.takesFeedback;
  }

  /** @throws {RequestProblem} 429: there was too much of it. */
  async give(sessionId: string, caller: Caller, given: GivenFeedback): Promise<void> {
    // Whoever it is, and however many browsers have its key: a session is not rated for ever.
    const ofSession: Scope = { name: 'perCaller', key: `session:${sessionId}`, factor: 1 };
    await this.#budgets.charge([...scopesOf(caller), ofSession], { feedback: 1 });
    // Of one that is over nothing is kept any more.
    if (given.rating) await this.#registry.rate(sessionId, `turn:${given.turnId ?? ''}`, given.rating);
    else await this.#registry.rate(sessionId, STARS, String(given.stars));
    const feedback: Feedback = { sessionId, ...(caller.id === undefined ? {} : { caller: caller.id }), ...given };
    this.#reports.feedbackGiven(feedback);
  }
}
