import type { Acquired, HeldPlace, Leases, Wanted } from './leases.js';

/** Keeps leases within this process. */
export class MemoryLeases implements Leases {
  readonly #now: () => number;
  /** For each group when the lease of each id expires, milliseconds since 1970. */
  readonly #groups = new Map<string, Map<string, number>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  acquire(id: string, forMs: number, wanted: readonly Wanted[]): Promise<Acquired> {
    return Promise.resolve(this.acquireNow(id, forMs, wanted));
  }

  acquireNow(id: string, forMs: number, wanted: readonly Wanted[]): Acquired {
    const full = wanted.findIndex(({ group, limit }) => this.held(group) >= limit);
    if (full >= 0) {
      const leases = this.#groups.get(wanted[full]?.group ?? '');
      return { full, freeInMs: leases && Math.min(...leases.values()) - this.#now() };
    }
    this.hold({ id, groups: wanted.map(({ group }) => group) }, this.#now() + forMs);
    return { counts: wanted.map(({ group }) => this.#groups.get(group)?.size ?? 0) };
  }

  release(place: HeldPlace): Promise<void> {
    this.releaseNow(place);
    return Promise.resolve();
  }

  releaseNow({ id, groups }: HeldPlace): void {
    for (const group of groups) {
      const leases = this.#groups.get(group);
      leases?.delete(id);
      if (leases?.size === 0) this.#groups.delete(group);
    }
  }

  count(group: string): Promise<number> {
    return Promise.resolve(this.held(group));
  }

  /** Whether there is room or not. */
  hold({ id, groups }: HeldPlace, until: number): void {
    for (const group of groups) {
      const leases = this.#groups.get(group) ?? new Map<string, number>();
      this.#groups.set(group, leases.set(id, until));
    }
  }

  /** How many a group holds. */
  held(group: string): number {
    const now = this.#now();
    const leases = this.#groups.get(group);
    for (const [id, until] of leases ?? []) if (until <= now) leases?.delete(id);
    if (leases?.size === 0) this.#groups.delete(group);
    return leases?.size ?? 0;
  }
}
