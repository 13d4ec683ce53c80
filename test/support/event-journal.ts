/** Keeps what happened, in order, and lets a test wait for what is yet to happen. */
export class EventJournal<Event> {
  readonly #events: Event[] = [];
  readonly #watchers = new Set<() => void>();

  get all(): readonly Event[] {
    return this.#events;
  }

  add(event: Event): void {
    this.#events.push(event);
    for (const watcher of this.#watchers) watcher();
  }

  /**
   * The first event from index `from` on (default 0) that satisfies `matches`.
   * @throws {Error} It did not happen within `timeoutMs` (default 10 seconds).
   */
  async next(matches: (event: Event) => boolean, { from = 0, timeoutMs = 10_000 } = {}): Promise<Event> {
    const [event] = await this.nextOnes(1, matches, { from, timeoutMs });
    return event as Event;
  }

  /** The first `count` events of {@link next}'s kind. */
  nextOnes(count: number, matches: (event: Event) => boolean, { from = 0, timeoutMs = 10_000 } = {}): Promise<Event[]> {
    const found = (): Event[] => this.#events.slice(from).filter(matches).slice(0, count);
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const events = found();
        if (events.length < count) return;
        this.#watchers.delete(check);
        clearTimeout(timer);
        resolve(events);
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        const last = JSON.stringify(this.#events.slice(-5));
        reject(new Error(`Only ${found().length} of ${count} events within ${timeoutMs} ms; the last ones: ${last}`));
      }, timeoutMs);
      this.#watchers.add(check);
      check();
    });
  }
}
