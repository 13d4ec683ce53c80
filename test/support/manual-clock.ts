import type { Delay } from '../../src/core/delay.js';
import { abortedError } from '../../src/core/errors.js';

interface Sleeper {
  until: number;
  wake: () => void;
}

/** Time that only goes on when a test says so. */
export class ManualClock {
  #now = 0;
  #sleepers: Sleeper[] = [];

  readonly now = (): number => this.#now;

  readonly delay: Delay = (ms, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError(signal.reason));
        return;
      }
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(abortedError(signal?.reason));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { until: this.#now + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort);
    });

  /** How many wait now. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Lets time pass, and everything run that was waiting for it. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#sleepers.filter(({ until }) => until <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#now);
    for (const { wake } of due) wake();
    await settled();
  }
}

/** Resolves once everything that could run without waiting has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
