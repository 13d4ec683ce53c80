import { Keyv } from 'keyv';

import type { AvatarStore, Leases } from './avatar-store.js';
import { MemoryQuotas } from './memory-quotas.js';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** Keeps everything in this process, which suits one process and nothing more. */
export function createMemoryStore({ now = Date.now }: MemoryStoreOptions = {}): AvatarStore {
  return {
    isShared: false,
    leases: new MemoryLeases(),
    quotas: new MemoryQuotas(now),
    values: (namespace) => new Keyv({ namespace }),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

class MemoryLeases implements Leases {
  readonly #groups = new Map<string, Map<string, number>>();

  acquire(
    group: string,
    id: string,
    expiresAt: number,
    { now, limit }: { now: number; limit: number },
  ): Promise<boolean> {
    const leases = this.#groups.get(group) ?? new Map<string, number>();
    for (const [other, expiry] of leases) if (expiry <= now) leases.delete(other);
    const hasRoom = leases.size < limit;
    if (hasRoom) this.#groups.set(group, leases.set(id, expiresAt));
    return Promise.resolve(hasRoom);
  }

  set(group: string, id: string, expiresAt: number): Promise<void> {
    const leases = this.#groups.get(group) ?? new Map<string, number>();
    this.#groups.set(group, leases.set(id, expiresAt));
    return Promise.resolve();
  }

  async renew(group: string, id: string, expiresAt: number): Promise<boolean> {
    const isThere = this.#groups.get(group)?.has(id) ?? false;
    if (isThere) await this.set(group, id, expiresAt);
    return isThere;
  }

  release(group: string, id: string, expiredBy = Infinity): Promise<boolean> {
    const leases = this.#groups.get(group);
    const isTaken = (leases?.get(id) ?? Infinity) <= expiredBy && leases?.delete(id) === true;
    if (leases?.size === 0) this.#groups.delete(group);
    return Promise.resolve(isTaken);
  }

  expired(group: string, by: number, max: number): Promise<string[]> {
    const due = [...(this.#groups.get(group) ?? [])].filter(([, expiresAt]) => expiresAt <= by);
    due.sort(([, one], [, other]) => one - other);
    return Promise.resolve(due.slice(0, max).map(([id]) => id));
  }

  count(group: string, now: number): Promise<number> {
    const expiries = [...(this.#groups.get(group)?.values() ?? [])];
    return Promise.resolve(expiries.filter((expiresAt) => expiresAt > now).length);
  }
}
