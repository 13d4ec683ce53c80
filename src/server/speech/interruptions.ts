import { noSuchSession } from '../request-problem.js';
import type { Conversation, SessionStore } from '../store/session-store.js';
import type { ChatMessage } from './hooks.js';
import { UnderWay } from './under-way.js';

/** What a session is at, until it is interrupted or asked something new. */
export interface Turn {
  number: number;
  /** Aborts when the caller has gone, or the turn is over: at once in this process, else with what is said next. */
  signal: AbortSignal;
}

/** A turn that a message began. */
export interface QuestionTurn extends Omit<Conversation, 'turn'>, Turn {}

/**
 * What is being said in each session, so that an interrupt stops it: what this process says at once, what others say by the
 * number of the turn, which they ask the store for with each sentence.
 */
export class Interruptions {
  readonly #sessions: SessionStore;
  readonly #underWay = new UnderWay();

  constructor(sessions: SessionStore) {
    this.#sessions = sessions;
  }

  /** Does work that an interrupt in this process aborts. */
  run<Result>(sessionId: string, caller: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return this.#underWay.run(sessionId, caller, work);
  }

  /**
   * Speaks in the turn that the session is at.
   * @throws {RequestProblem} 404: the session is over.
   */
  speak<Result>(sessionId: string, caller: AbortSignal, work: (turn: Turn) => Promise<Result>): Promise<Result> {
    return this.run(sessionId, caller, async (signal) => {
      const number = await this.#sessions.enterTurn(sessionId);
      if (number === undefined) throw noSuchSession();
      try {
        return await work({ number, signal });
      } finally {
        await this.#leave(sessionId, number);
      }
    });
  }

  /**
   * Answers a message, in a turn of its own: what is being said stops. What `work` tells of the answer is kept, however it ends.
   * @throws {RequestProblem} 404: the session is over.
   */
  answer<Result>(
    sessionId: string,
    message: string,
    caller: AbortSignal,
    work: (turn: QuestionTurn, tell: (text: string) => void) => Promise<Result>,
  ): Promise<Result> {
    void this.#underWay.stop(sessionId);
    return this.run(sessionId, caller, async (signal) => {
      const question: ChatMessage = { role: 'user', content: message };
      const begun = await this.#sessions.beginTurn(sessionId, question);
      if (!begun) throw noSuchSession();
      const { turn: number, ...conversation } = begun;
      let content = '';
      try {
        return await work({ ...conversation, number, signal }, (text) => (content += text));
      } finally {
        await this.#leave(sessionId, number, content === '' ? undefined : { role: 'assistant', content });
      }
    });
  }

  /** Stops what is being said. */
  async interrupt(sessionId: string): Promise<void> {
    void this.#underWay.stop(sessionId);
    await this.#sessions.beginTurn(sessionId);
  }

  /** Whoever has just been answered is not told that the store has failed since. */
  async #leave(sessionId: string, turn: number, answer?: ChatMessage): Promise<void> {
    await this.#sessions.leaveTurn(sessionId, turn, answer).catch(() => undefined);
  }
}
