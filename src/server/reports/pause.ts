/** Waits that are over at once, and stay so, when {@link end} is called. A process that has nothing else to do does not wait for them. */
export class Pause {
  readonly #ends = new Set<() => void>();
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  wait(ms: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      // Only Node's timers, which are objects, have to be told.
      if (typeof timer === 'object') timer.unref();
      this.#ends.add(end);
    });
  }

  end(): void {
    this.#isOver = true;
    for (const end of [...this.#ends]) end();
  }
}
