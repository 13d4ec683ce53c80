/** How much sound WebRTC takes at a time. */
export const TICK_MS = 10;

/** How long a picture is seen: 25 of them make a second. */
export const FRAME_MS = 40;

// After a longer pause (a stopped process, a machine asleep) what was missed is skipped, not sent in one burst.
const MAX_TICKS_AT_ONCE = 50;

/**
 * One beat for all stages. It never drifts: a late timer is followed by as many ticks as have become due.
 */
export class StageClock {
  readonly #onTicks: (ticks: number) => void;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;

  /**
   * @param onTicks Called with the number of ticks that have become due, at least 1.
   * @param now A monotonic clock, in milliseconds.
   */
  constructor(onTicks: (ticks: number) => void, now: () => number) {
    this.#onTicks = onTicks;
    this.#now = now;
  }

  /** Idempotent. */
  start(): void {
    if (this.#timer) return;
    this.#dueAt = this.#now() + TICK_MS;
    this.#schedule(TICK_MS);
  }

  /** Idempotent; `onTicks` may call it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => this.#onTimer(), delayMs);
  }

  #onTimer(): void {
    const now = this.#now();
    const due = Math.floor((now - this.#dueAt) / TICK_MS) + 1;
    const ticks = Math.min(due, MAX_TICKS_AT_ONCE);
    this.#dueAt += due * TICK_MS;
    this.#schedule(Math.max(0, this.#dueAt - now));
    if (ticks > 0) this.#onTicks(ticks);
  }
}
