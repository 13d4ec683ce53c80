import type { RedisClientType } from '@keyv/redis';

import type { Leases } from './avatar-store.js';

/** Drops what has expired, counts the rest, and adds one where there is room: in one step, or two processes would both find room. */
const ACQUIRE = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
return 1`;

/** `ZADD XX` does not tell an id that has this expiry already from one that is not there. */
const RENEW = `
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
return 1`;

const RELEASE_EXPIRED = `
local expiry = redis.call('ZSCORE', KEYS[1], ARGV[2])
if not expiry or tonumber(expiry) > tonumber(ARGV[1]) then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[2])`;

/** A sorted set for each group, with the expiry as its score. */
export class RedisLeases implements Leases {
  readonly #client: RedisClientType;

  constructor(client: RedisClientType) {
    this.#client = client;
  }

  async acquire(
    group: string,
    id: string,
    expiresAt: number,
    { now, limit }: { now: number; limit: number },
  ): Promise<boolean> {
    const atMost = Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER;
    const added = await this.#client.eval(ACQUIRE, {
      keys: [keyOf(group)],
      arguments: [String(now), String(atMost), String(expiresAt), id],
    });
    return added === 1;
  }

  async set(group: string, id: string, expiresAt: number): Promise<void> {
    await this.#client.zAdd(keyOf(group), { score: expiresAt, value: id });
  }

  async renew(group: string, id: string, expiresAt: number): Promise<boolean> {
    const renewed = await this.#client.eval(RENEW, { keys: [keyOf(group)], arguments: [String(expiresAt), id] });
    return renewed === 1;
  }

  async release(group: string, id: string, expiredBy?: number): Promise<boolean> {
    const key = keyOf(group);
    const taken =
      expiredBy === undefined
        ? await this.#client.zRem(key, id)
        : await this.#client.eval(RELEASE_EXPIRED, { keys: [key], arguments: [String(expiredBy), id] });
    return taken === 1;
  }

  expired(group: string, by: number, max: number): Promise<string[]> {
    return this.#client.zRange(keyOf(group), '-inf', Number.isFinite(by) ? by : '+inf', {
      BY: 'SCORE',
      LIMIT: { offset: 0, count: max },
    });
  }

  count(group: string, now: number): Promise<number> {
    return this.#client.zCount(keyOf(group), `(${now}`, '+inf');
  }
}

function keyOf(group: string): string {
  return `kaltura-avatar:leases:${group}`;
}
