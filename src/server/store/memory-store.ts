import type { AvatarStore } from './avatar-store.js';
import { MemoryLeases } from './memory-leases.js';
import { MemoryQuotas } from './memory-quotas.js';
import { MemorySessions } from './memory-sessions.js';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** Keeps everything in this process, which suits one process and nothing more. */
export function createMemoryStore({ now = Date.now }: MemoryStoreOptions = {}): AvatarStore {
  const leases = new MemoryLeases(now);
  return {
    isShared: false,
    sessions: new MemorySessions(now, leases),
    leases,
    quotas: new MemoryQuotas(now),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
