import type { Acquired, HeldPlace, Leases, Wanted } from './leases.js';
import { finite, keyOf, LIVE_FOR, luaScript, NOW, type RunScript } from './redis-scripts.js';

/** Drops what has expired, counts the rest, and adds one where there is room: in one step, or two processes would both find room. */
const ACQUIRE = luaScript(`${NOW}${LIVE_FOR}
local id, forMs = unpack(ARGV)
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  if redis.call('ZCARD', key) >= tonumber(ARGV[i + 2]) then
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    return {'full', i - 1, first[2] and math.ceil(first[2] - now) or ''}
  end
end
local counts = {}
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + forMs, id)
  liveFor(key, tonumber(forMs))
  counts[i] = redis.call('ZCARD', key)
end
return counts
`);

const RELEASE = luaScript(`
for _, key in ipairs(KEYS) do redis.call('ZREM', key, ARGV[1]) end
`);

const COUNT = luaScript(`${NOW}
return redis.call('ZCOUNT', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
`);

export const LEASE_SCRIPTS = { acquireLease: ACQUIRE, releaseLease: RELEASE, countLeases: COUNT };

/** A sorted set for each group, with the expiry as its score. */
export class RedisLeases implements Leases {
  readonly #scripts: Readonly<Record<keyof typeof LEASE_SCRIPTS, RunScript>>;

  constructor(scripts: Readonly<Record<keyof typeof LEASE_SCRIPTS, RunScript>>) {
    this.#scripts = scripts;
  }

  async acquire(id: string, forMs: number, wanted: readonly Wanted[]): Promise<Acquired> {
    const limits = wanted.map(({ limit }) => finite(limit));
    const answer = await this.#scripts.acquireLease(keysOf(wanted.map(({ group }) => group)), [id, forMs, ...limits]);
    const [outcome, full, freeInMs] = answer as ['full', number, number | ''] | number[];
    if (outcome !== 'full') return { counts: answer as number[] };
    return { full: full, freeInMs: freeInMs === '' ? undefined : freeInMs };
  }

  async release({ id, groups }: HeldPlace): Promise<void> {
    if (groups.length > 0) await this.#scripts.releaseLease(keysOf(groups), [id]);
  }

  async count(group: string): Promise<number> {
    return (await this.#scripts.countLeases(keysOf([group]))) as number;
  }
}

/** Where the leases of these groups lie. */
export function keysOf(groups: readonly string[]): string[] {
  return groups.map((group) => keyOf('leases', group));
}
