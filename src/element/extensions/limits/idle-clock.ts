import { anySignal } from '../../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../../core/delay.js';

/** How long before the end the visitor is asked whether they are there, in milliseconds; half of a limit that is shorter than two of these. */
const ASKED_MS = 30_000;

/** Timers may come this much too early, in milliseconds. */
const EARLY_MS = 20;

export interface IdleClockOptions {
  /** How long it may be left unused, in milliseconds; 0 for any time. */
  limitMs: () => number;
  /** Whether it is used at the moment. */
  isInUse: () => boolean;
  /** The end is near: told once, until it is used again. */
  onAsk?: () => void;
  /** Told once. */
  onIdle: (idleMs: number) => void;
  signal: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number;
  delay?: Delay;
}

/** Tells when something was not used for longer than its limit, which may change, and a while before. */
export class IdleClock {
  readonly #options: IdleClockOptions;
  readonly #now: () => number;
  readonly #delay: Delay;
  #usedAt = 0;
  #isAsking = false;
  /** What is waited for, and until when. */
  #wait = new AbortController();
  #running: AbortSignal | undefined;

  constructor(options: IdleClockOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#delay = options.delay ?? realDelay;
  }

  /** In how many milliseconds it is over, from when the visitor is to be asked until it is used again; else undefined. */
  get askedLeftMs(): number | undefined {
    return this.#isAsking ? Math.max(0, this.#usedAt + this.#options.limitMs() - this.#now()) : undefined;
  }

  /** @param until Stops it. */
  start(until: AbortSignal): void {
    this.#running = anySignal(this.#options.signal, until);
    this.#running.addEventListener('abort', () => (this.#isAsking = false), { once: true });
    this.used();
  }

  used(): void {
    this.#usedAt = this.#now();
    this.#isAsking = false;
    this.check();
  }

  /** Looks again: the limit may be another one. */
  check(): void {
    this.#wait.abort();
    const limit = this.#options.limitMs();
    const isOver = !this.#running || this.#running.aborted || !(limit > 0);
    const leftMs = this.#usedAt + limit - this.#now();
    const untilAskedMs = leftMs - Math.min(ASKED_MS, limit / 2);
    if (isOver || untilAskedMs > EARLY_MS) this.#isAsking = false;
    if (isOver) return;
    if (untilAskedMs > EARLY_MS) this.#after(untilAskedMs, () => this.#ask());
    else if (this.#isAsking) this.#after(leftMs, () => this.#end());
    else this.#ask();
  }

  #after(ms: number, act: () => void): void {
    this.#wait = new AbortController();
    const signal = anySignal(this.#running, this.#wait.signal);
    // Rejects where it was used meanwhile, or is over.
    this.#delay(Math.max(0, ms), { signal }).then(act, () => undefined);
  }

  #ask(): void {
    if (this.#options.isInUse()) {
      this.used();
      return;
    }
    this.#isAsking = true;
    this.#options.onAsk?.();
    this.check();
  }

  #end(): void {
    const { isInUse, onIdle } = this.#options;
    if (isInUse()) {
      this.used();
      return;
    }
    this.#running = undefined;
    this.#isAsking = false;
    onIdle(this.#now() - this.#usedAt);
  }
}
