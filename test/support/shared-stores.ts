import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { startRedis } from './redis.js';
import { SILENT } from './silent.js';

/** The same store, as two processes have it. */
export interface SharedStore {
  ends: readonly [AvatarStore, AvatarStore];
  /** Makes it so much later for it, in milliseconds. */
  elapse(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const STORES: Readonly<Record<string, () => Promise<SharedStore>>> = {
  'the memory store': () => {
    let aheadMs = 0;
    const store = createMemoryStore({ now: () => Date.now() + aheadMs });
    return Promise.resolve({
      ends: [store, store],
      elapse: (ms) => Promise.resolve(void (aheadMs += ms)),
      close: () => store.close(),
    });
  },
  'the Redis store': async () => {
    const redis = await startRedis();
    const open = (): AvatarStore => createRedisStore(redis.url, { logger: SILENT });
    const ends = [open(), open()] as const;
    return {
      ends,
      elapse: (ms) => redis.elapse(ms),
      close: async () => {
        await Promise.all(ends.map((end) => end.close()));
        await redis.close();
      },
    };
  },
};
