import { anySignal } from '../../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../../core/delay.js';

/** A wait of hours is cut into such of an hour, in milliseconds: a timer knows no longer than weeks. */
const LONGEST_WAIT_MS = 3_600_000;

export interface CountdownOptions {
  /** How much is left, in milliseconds; undefined for no end. */
  leftMs: () => number | undefined;
  /** From here on each second is told, in milliseconds. */
  shownMs: number;
  onSecond: () => void;
  /** Nothing is left; told once. */
  onOver: () => void;
  signal: AbortSignal;
  delay?: Delay;
}

/** Tells each of the last seconds of something. */
export class Countdown {
  readonly #options: CountdownOptions;
  #wait = new AbortController();
  #isOver = false;

  constructor(options: CountdownOptions) {
    this.#options = options;
    this.check();
  }

  /** Looks again: how much is left may have changed. */
  check(): void {
    const { leftMs, shownMs, delay = realDelay, onOver, onSecond, signal } = this.#options;
    this.#wait.abort();
    const left = leftMs();
    if (left === undefined || this.#isOver || signal.aborted) return;
    if (left <= 0) {
      this.#isOver = true;
      onOver();
      return;
    }
    if (left <= shownMs) onSecond();
    this.#wait = new AbortController();
    const next = left > shownMs ? Math.min(left - shownMs, LONGEST_WAIT_MS) : left % 1000 || 1000;
    // Rejects where it was looked at meanwhile.
    delay(next, { signal: anySignal(signal, this.#wait.signal) }).then(
      () => this.check(),
      () => undefined,
    );
  }
}

/** As clocks have it: `0:59`. What is not over is not shown as 0:00. */
export function asClock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
