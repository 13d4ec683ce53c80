/** What goes on when the answer has been sent. */
export class Background {
  readonly #work = new Set<Promise<unknown>>();

  /** @param work Is waited for; what it fails of, it tells by itself. */
  keep(work: Promise<unknown>): void {
    const done = work.then(
      () => undefined,
      () => undefined,
    );
    this.#work.add(done);
    void done.then(() => this.#work.delete(done));
  }

  /** Resolves when all that is under way by now is done, and what that has begun at its end: audits are written then. */
  async settled(): Promise<void> {
    await Promise.all(this.#work);
    await Promise.all(this.#work);
  }
}
