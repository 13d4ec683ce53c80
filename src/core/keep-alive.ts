import { anySignal } from './abort-signals.js';
import type { Delay } from './delay.js';
import { isSessionOver, toAvatarError, type AvatarError } from './errors.js';
import { isRefused } from './is-refused.js';
import type { Logger } from './logger.js';
import { KEEP_ALIVE_INTERVAL_MS } from './protocol.js';

/** A keep-alive that comes so much later than it was due, in milliseconds, finds a service that may have given up. */
const LATE_MS = 10_000;

export interface KeepAliveOptions {
  keepAlive: (options: { signal: AbortSignal }) => Promise<unknown>;
  /** Ends the loop. */
  signal: AbortSignal;
  delay: Delay;
  /** Milliseconds on a clock that also runs while the machine sleeps. */
  wallClock: () => number;
  logger: Logger;
  /** Gets what the call was answered. */
  onKept: (answer: unknown) => void;
  /** The service says that the session is over, or refuses its token. `wasLate`: the page had slept. */
  onRefused: (error: AvatarError, wasLate: boolean) => void;
}

/**
 * Keeps a session alive: a call every 10 s. A single failure is only logged, for the service waits for more than one.
 *
 * Browsers slow the timers of pages in the background down, though seldom of those with live WebRTC media; {@link now} makes
 * up for it as soon as the page is seen again.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #wait = new AbortController();
  #lastKeptAt: number;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#lastKeptAt = options.wallClock();
    void this.#run();
  }

  /** Whether the service was not heard of for so long that it may have given up: the machine had slept. */
  get isLate(): boolean {
    return this.#options.wallClock() - this.#lastKeptAt > KEEP_ALIVE_INTERVAL_MS + LATE_MS;
  }

  /** Makes the next call without waiting for its time. */
  now(): void {
    this.#wait.abort();
  }

  async #run(): Promise<void> {
    while (await this.#isDue()) await this.#keep();
  }

  /** Waits for the next call's time; false where the session ended meanwhile. */
  async #isDue(): Promise<boolean> {
    const { delay, signal } = this.#options;
    this.#wait = new AbortController();
    // Rejects where the wait is cut short, which is as good as its end.
    await delay(KEEP_ALIVE_INTERVAL_MS, { signal: anySignal(signal, this.#wait.signal) }).catch(() => undefined);
    this.#wait.abort();
    return !signal.aborted;
  }

  async #keep(): Promise<void> {
    const { keepAlive, signal, wallClock, logger, onKept, onRefused } = this.#options;
    const wasLate = this.isLate;
    try {
      const answer = await keepAlive({ signal });
      this.#lastKeptAt = wallClock();
      logger.debug('The session was kept alive');
      onKept(answer);
    } catch (cause) {
      if (signal.aborted) return;
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The session could not be kept alive.');
      if (isSessionOver(error) || isRefused(error)) onRefused(error, wasLate);
      else logger.warn('A keep-alive failed; the next one follows', error);
    }
  }
}
