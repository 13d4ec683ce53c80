import { anySignal } from '../../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../../core/delay.js';

export interface IdleClockOptions {
  /** How long it may be left unused, in milliseconds; 0 for any time. */
  limitMs: () => number;
  /** Whether it is used at the moment. */
  isInUse: () => boolean;
  /** Told once. */
  onIdle: (idleMs: number) => void;
  signal: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number;
  delay?: Delay;
}

/** Tells when something was not used for longer than its limit, which may change. */
export class IdleClock {
  readonly #options: IdleClockOptions;
  readonly #now: () => number;
  readonly #delay: Delay;
  #usedAt = 0;
  /** What is waited for, and until when. */
  #wait = new AbortController();
  #running: AbortSignal | undefined;

  constructor(options: IdleClockOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#delay = options.delay ?? realDelay;
  }

  /** @param until Stops it. */
  start(until: AbortSignal): void {
    this.#running = anySignal(this.#options.signal, until);
    this.used();
  }

  used(): void {
    this.#usedAt = this.#now();
    this.check();
  }

  /** Looks again: the limit may be another one. */
  check(): void {
    this.#wait.abort();
    const { limitMs } = this.#options;
    const limit = limitMs();
    if (!this.#running || this.#running.aborted || !(limit > 0)) return;
    this.#wait = new AbortController();
    const signal = anySignal(this.#running, this.#wait.signal);
    const leftMs = Math.max(0, this.#usedAt + limit - this.#now());
    // Rejects where it was used meanwhile, or is over.
    this.#delay(leftMs, { signal }).then(
      () => this.#due(),
      () => undefined,
    );
  }

  #due(): void {
    const { isInUse, onIdle } = this.#options;
    if (isInUse()) {
      this.used();
      return;
    }
    this.#running = undefined;
    onIdle(this.#now() - this.#usedAt);
  }
}
