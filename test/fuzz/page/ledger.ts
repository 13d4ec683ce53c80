interface Entry {
  name: string;
  promise: Promise<unknown>;
  caller: AbortController;
  isSettled: boolean;
}

/** Every promise that a call gave, and whether it has settled. */
export class Ledger {
  readonly #entries: Entry[] = [];

  /** @returns Resolves when it has settled, however that is. */
  track(name: string, promise: Promise<unknown>, caller = new AbortController()): Promise<void> {
    const entry: Entry = { name: `${name} (${this.#entries.length + 1})`, promise, caller, isSettled: false };
    this.#entries.push(entry);
    const settle = (): void => void (entry.isSettled = true);
    return promise.then(settle, settle);
  }

  get unsettled(): string[] {
    return this.#pending.map(({ name }) => name);
  }

  abort(which: number): void {
    const pending = this.#pending;
    pending[which % pending.length]?.caller.abort();
  }

  get #pending(): Entry[] {
    return this.#entries.filter(({ isSettled }) => !isSettled);
  }
}
