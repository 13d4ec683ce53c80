import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { startRedis } from './redis.js';
import { SILENT } from './silent.js';

/** The same store, as two processes have it. */
export interface SharedStore {
  ends: readonly [AvatarStore, AvatarStore];
  close(): Promise<void>;
}

export const STORES: Readonly<Record<string, () => Promise<SharedStore>>> = {
  'the memory store': () => {
    const store = createMemoryStore();
    return Promise.resolve({ ends: [store, store], close: () => store.close() });
  },
  'the Redis store': async () => {
    const redis = await startRedis();
    const open = (): AvatarStore => createRedisStore(redis.url, { logger: SILENT });
    const ends = [open(), open()] as const;
    return {
      ends,
      close: async () => {
        await Promise.all(ends.map((end) => end.close()));
        await redis.close();
      },
    };
  },
};
