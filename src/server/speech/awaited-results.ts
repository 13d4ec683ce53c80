import type { SessionStore } from '../store/session-store.js';
import { RequestProblem } from '../request-problem.js';
import type { ActionResult } from './page-word.js';

/** An action whose result is waited for. */
export interface AwaitedAction {
  id: string;
  action: string;
}

/** What a page tells of one. */
export interface ToldResult {
  id: string;
  value?: unknown;
  error?: string | undefined;
}

interface Awaited {
  actions: AwaitedAction[];
  /** How many answers since the visitor's message have waited for results. */
  round: number;
}

/** Of sessions, or of conversations without one. */
type Notes = Pick<SessionStore, 'note' | 'noted'>;

/** Under which name the store keeps them. */
const NAME = 'awaited';

/** After so many answers in a row that wanted results, the next is offered no actions: it has to make do with words. */
export const MOST_ROUNDS = 4;

/**
 * The actions whose results an answer waits for: in the store, since what came of them may reach another process. A page can tell of
 * these alone, and of each once.
 */
export class AwaitedResults {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  async await(id: string, actions: AwaitedAction[], round: number): Promise<void> {
    await this.#notes.note(id, NAME, actions.length > 0 ? { actions, round } : undefined);
  }

  /**
   * What came of them, by the names that they were asked by.
   * @throws {RequestProblem} 409: nobody waits for it.
   */
  async take(id: string, told: readonly ToldResult[]): Promise<{ results: ActionResult[]; round: number }> {
    const awaited = (await this.#notes.noted(id, NAME))?.value as Awaited | undefined;
    const results = told.map(({ id: actionId, ...result }) => {
      const action = awaited?.actions.find((one) => one.id === actionId)?.action;
      if (action === undefined)
        throw new RequestProblem(409, 'Nobody waits for this result: the visitor has said something new since.', {
          code: 'INVALID_STATE',
        });
      return { action, ...result };
    });
    await this.#notes.note(id, NAME, undefined);
    return { results, round: (awaited?.round ?? 0) + 1 };
  }
}

/** As a message to whoever answers, which is kept in the history as one. */
export function messageOf(results: readonly ActionResult[]): string {
  const lines = results.map(({ action, value, error }) =>
    error === undefined
      ? `${action}: ${JSON.stringify(value ?? 'done')}`
      : `${action} failed: ${JSON.stringify(error)}`,
  );
  return ['(Not the visitor but the page says what came of the actions.)', ...lines].join('\n');
}
