import { MOST_ACTIONS } from '../../../core/speech/reply-pieces.js';
import type { ConversationHost } from '../conversation-host.js';
import type { SpeechCues } from '../expected-speech.js';
import { fitting, perform, type ActionResult } from './perform.js';

export interface AnsweredAction {
  action: string;
  args: Readonly<Record<string, unknown>>;
  /** By which the backend is told what came of it, where it wants to know. */
  id?: string | undefined;
  /** Why the backend refuses it: it is not done, and the model is told. */
  error?: string | undefined;
}

/** A page is asked to do so many things in a minute at most, whatever the answers ask for. */
const MOST_IN_A_MINUTE = 60;
const MINUTE_MS = 60_000;

const performed = new WeakMap<ConversationHost, number[]>();

interface AnswerActionsOptions {
  /** What came of those whose results are wanted, once the answer is all there. */
  onResults?: (results: readonly ActionResult[]) => void;
  /** As `performance.now()`. */
  now?: () => number;
}

/** What one answer has the page do: each in its order, when the words before it are heard. */
export class AnswerActions implements SpeechCues {
  readonly #host: ConversationHost;
  readonly #onResults: (results: readonly ActionResult[]) => void;
  readonly #now: () => number;
  readonly #dropped = new AbortController();
  readonly #results: Promise<ActionResult>[] = [];
  #waiting: { asked: AnsweredAction; after: number }[] = [];
  #count = 0;
  /** How much of the answer's text was heard, in UTF-16 units. */
  #heardTo = 0;
  #isWhole = false;
  #isTold = false;

  constructor(
    host: ConversationHost,
    { onResults = () => undefined, now = () => performance.now() }: AnswerActionsOptions = {},
  ) {
    this.#host = host;
    this.#onResults = onResults;
    this.#now = now;
  }

  /** @param before The answer's text so far. */
  add(asked: AnsweredAction, before: string): void {
    if (this.#dropped.signal.aborted) return;
    this.#count += 1;
    if (this.#count > MOST_ACTIONS) {
      if (this.#count === MOST_ACTIONS + 1) this.#warn(`An answer asks for more than ${MOST_ACTIONS} actions`);
      return;
    }
    this.#waiting.push({ asked, after: before.trimEnd().length });
    this.#go();
  }

  heard(to: number): void {
    this.#heardTo = Math.max(this.#heardTo, to);
    this.#go();
  }

  over(isHeard: boolean): void {
    if (isHeard) this.heard(Infinity);
    else this.drop();
  }

  /** The answer is all there. @param isSpoken Whether there is anything to be heard. */
  end(isSpoken: boolean): void {
    this.#isWhole = true;
    if (isSpoken) this.#go();
    else this.heard(Infinity);
  }

  /** What was not done yet is not done any more, and nobody is told of what was. */
  drop(): void {
    this.#waiting = [];
    this.#dropped.abort();
  }

  #go(): void {
    for (let [next] = this.#waiting; next && next.after <= this.#heardTo; [next] = this.#waiting) {
      this.#waiting.shift();
      this.#perform(next.asked);
    }
    if (!this.#isWhole || this.#isTold || this.#waiting.length > 0 || this.#results.length === 0) return;
    this.#isTold = true;
    void Promise.all(this.#results).then((results) => {
      if (!this.#dropped.signal.aborted) this.#onResults(fitting(results));
    });
  }

  #perform({ action, args, id, error }: AnsweredAction): void {
    if (error !== undefined) {
      if (id !== undefined) this.#results.push(Promise.resolve({ id, error }));
      return;
    }
    const now = this.#now();
    const recent = (performed.get(this.#host) ?? []).filter((at) => now - at < MINUTE_MS);
    if (recent.length >= MOST_IN_A_MINUTE) {
      this.#warn(`Answers ask for more than ${MOST_IN_A_MINUTE} actions a minute`);
      return;
    }
    performed.set(this.#host, [...recent, now]);
    const result = perform(this.#host, { action, args }, this.#dropped.signal);
    if (id !== undefined) this.#results.push(result.then((outcome) => ({ id, ...outcome })));
  }

  #warn(what: string): void {
    this.#host.createLogger().warn(`${what}: those after that are left out.`);
  }
}
