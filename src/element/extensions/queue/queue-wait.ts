import { anySignal } from '../../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../../core/delay.js';
import { isAvatarError, isSessionOver } from '../../../core/errors.js';
import type { QueueState } from '../../events/queue-change-event.js';
import type { QueueAnswer } from './queue-calls.js';

/** Those who came together do not ask together: so much later at most, in milliseconds. */
const SPREAD_MS = 1000;

/** After a failure it is asked again after so long, then twice as long, and so on, in milliseconds. */
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 20_000;

export interface QueueWaitOptions {
  ask: (ticket: string | undefined) => Promise<QueueAnswer>;
  leave: (ticket: string) => void;
  /** The state, the place or the ticket is another one. */
  onChange: () => void;
  delay?: Delay;
  random?: () => number;
}

/** A visitor's place in the queue: asks where it is, as often as the backend wants, until it is their turn or they leave. */
export class QueueWait {
  readonly #options: QueueWaitOptions;
  #state: QueueState = 'over';
  #place: number | undefined;
  #ticket: string | undefined;
  /** Of the questions; ends with them. */
  #asking: AbortController | undefined;
  #untilNext = new AbortController();

  constructor(options: QueueWaitOptions) {
    this.#options = options;
  }

  get state(): QueueState {
    return this.#state;
  }

  /** From 1 on; undefined where it is not known. */
  get place(): number | undefined {
    return this.#place;
  }

  /** What opens a session when it is the visitor's turn. */
  get ticket(): string | undefined {
    return this.#ticket;
  }

  join(): void {
    if (this.#state === 'waiting' || this.#state === 'turn') return;
    this.#set('waiting', undefined);
    this.resume(0);
  }

  /** A session is being opened with the ticket: it may be good no longer. */
  pause(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  /** It was not opened. @param afterMs When to ask again, in milliseconds. */
  resume(afterMs: number): void {
    if (this.#asking || (this.#state !== 'waiting' && this.#state !== 'turn')) return;
    this.#set('waiting', this.#place);
    this.#asking = new AbortController();
    void this.#askOn(this.#asking.signal, afterMs);
  }

  /** Asks at once: a page that was hidden may not have been able to. */
  askNow(): void {
    this.#untilNext.abort();
  }

  /** @param isServed The session is open, which the ticket was for. */
  leave(isServed = false): void {
    const ticket = this.#ticket;
    this.#ticket = undefined;
    this.pause();
    if (ticket !== undefined && !isServed) this.#options.leave(ticket);
    this.#set('over', undefined);
  }

  async #askOn(signal: AbortSignal, firstMs: number): Promise<void> {
    const { delay = realDelay } = this.#options;
    const isOver = (): boolean => signal.aborted;
    let failures = 0;
    let afterMs = firstMs;
    for (;;) {
      this.#untilNext = new AbortController();
      // Rejects where it is asked before, or no more.
      if (afterMs > 0)
        await delay(afterMs, { signal: anySignal(signal, this.#untilNext.signal) }).catch(() => undefined);
      if (isOver()) return;
      try {
        afterMs = await this.#askOnce(signal);
        failures = 0;
      } catch (error) {
        if (isOver()) return;
        // Without a ticket, or with one that is good no longer, there is nothing to wait for.
        if (this.#ticket === undefined || isSessionOver(error)) {
          this.#lose(this.#ticket !== undefined);
          return;
        }
        const asked = isAvatarError(error) ? error.retryAfterMs : undefined;
        afterMs = asked ?? Math.min(RETRY_MS * 2 ** failures++, LONGEST_RETRY_MS);
      }
    }
  }

  /** Resolves to when to ask again, in milliseconds. */
  async #askOnce(signal: AbortSignal): Promise<number> {
    const { ask, leave, random = Math.random } = this.#options;
    const { ticket, place, isTurn, askAgainMs } = await ask(this.#ticket);
    if (signal.aborted) {
      // The visitor left before it came.
      if (ticket !== undefined && this.#ticket === undefined) leave(ticket);
      return 0;
    }
    this.#ticket = ticket ?? this.#ticket;
    this.#set(isTurn ? 'turn' : 'waiting', place);
    return askAgainMs + SPREAD_MS * random();
  }

  #lose(wasWaiting: boolean): void {
    this.#ticket = undefined;
    this.pause();
    this.#set(wasWaiting ? 'missed' : 'over', undefined);
  }

  #set(state: QueueState, place: number | undefined): void {
    const hasChanged = state !== this.#state || place !== this.#place;
    this.#state = state;
    this.#place = place;
    if (hasChanged) this.#options.onChange();
  }
}
