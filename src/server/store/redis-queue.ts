import { keysOf } from './redis-leases.js';
import { finite, keyOf, LIVE_FOR, luaScript, NOW, type RunScript } from './redis-scripts.js';
import type { HeldPlace } from './leases.js';
import type { Claim, Claimed, TurnedAway, Waiting, WaitingQueue, WaitingTerms } from './waiting-queue.js';

/** Sorted sets of tickets: KEYS[1] by when they joined, KEYS[2] by when they leave, KEYS[3] by until when a place is kept for them. */
const DROP = `${NOW}
local function drop(ticket)
  for i = 1, 3 do redis.call('ZREM', KEYS[i], ticket) end
end
local function count(key)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  return redis.call('ZCARD', key)
end
for _, gone in ipairs(redis.call('ZRANGE', KEYS[2], '-inf', now, 'BYSCORE')) do drop(gone) end
`;

/** KEYS[4] is the group that is waited for, KEYS[5…] of each share what is open, and what is waited for. ARGV[8…] are their limits. */
const STAY = luaScript(`${DROP}${LIVE_FOR}
local ticket, how, limit, length, keptMs, longestMs, holdMs = unpack(ARGV)
local joined = tonumber(redis.call('ZSCORE', KEYS[1], ticket))
if not joined then
  if how == 'ask' then return false end
  joined = tonumber(how)
  if how == 'join' then
    if redis.call('ZCARD', KEYS[1]) >= tonumber(length) then return {'full', -1} end
    for i = 5, #KEYS, 2 do
      if count(KEYS[i]) + count(KEYS[i + 1]) >= tonumber(ARGV[7 + (i - 3) / 2]) then return {'full', (i - 5) / 2} end
    end
    local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
    joined = math.max(now, tonumber(last[2] or 0) + 1)
  end
  redis.call('ZADD', KEYS[1], joined, ticket)
end
local rank = redis.call('ZRANK', KEYS[1], ticket)
local stays = math.min(now + keptMs, joined + longestMs)
local held = false
if rank < tonumber(limit) - count(KEYS[4]) then
  held = tonumber(redis.call('ZSCORE', KEYS[3], ticket) or now + holdMs)
  stays = held
  redis.call('ZADD', KEYS[3], held, ticket)
else
  redis.call('ZREM', KEYS[3], ticket)
end
redis.call('ZADD', KEYS[2], stays, ticket)
local left = math.max(1, stays - now)
for i = 1, 3 do liveFor(KEYS[i], left) end
for i = 6, #KEYS, 2 do
  redis.call('ZADD', KEYS[i], stays, ticket)
  liveFor(KEYS[i], left)
end
if stays <= now then return {'full', -1} end
return {rank + 1, held and math.ceil(held - now) or ''}
`);

/** KEYS[4…] are the groups of which a place is wanted, ARGV[4] how many; after these come the groups in which the ticket counts. */
const CLAIM = luaScript(`${DROP}${LIVE_FOR}
local id, forMs, ticket = unpack(ARGV)
local wanted = tonumber(ARGV[4])
local length = redis.call('ZCARD', KEYS[1])
local joined = redis.call('ZSCORE', KEYS[1], ticket)
local ahead = redis.call('ZRANK', KEYS[1], ticket) or length
for i = 1, wanted do
  local key = KEYS[3 + i]
  local taken = count(key)
  if i == wanted then taken = taken + ahead end
  if taken >= tonumber(ARGV[4 + i]) then
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    return {'full', i - 1, length == 0 and first[2] and math.ceil(first[2] - now) or '', length}
  end
end
local counts = {}
for i = 1, wanted do
  local key = KEYS[3 + i]
  redis.call('ZADD', key, now + forMs, id)
  liveFor(key, tonumber(forMs))
  counts[i] = redis.call('ZCARD', key)
end
drop(ticket)
for i = 4 + wanted, #KEYS do redis.call('ZREM', KEYS[i], ticket) end
return {joined or '', counts}
`);

const LEAVE = luaScript(`
for _, key in ipairs(KEYS) do redis.call('ZREM', key, ARGV[1]) end
`);

export const QUEUE_SCRIPTS = { stayInQueue: STAY, claimInTurn: CLAIM, leaveQueue: LEAVE };

const QUEUE_KEYS = ['order', 'leaving', 'held'].map((name) => keyOf('queue', name));

/** A queue that all processes share. */
export class RedisQueue implements WaitingQueue {
  readonly #scripts: Readonly<Record<keyof typeof QUEUE_SCRIPTS, RunScript>>;

  constructor(scripts: Readonly<Record<keyof typeof QUEUE_SCRIPTS, RunScript>>) {
    this.#scripts = scripts;
  }

  async join(ticket: string, terms: WaitingTerms, joinedAt?: number): Promise<Waiting | TurnedAway> {
    return (await this.#stay(ticket, terms, joinedAt ?? 'join')) ?? { full: -1 };
  }

  async ask(ticket: string, terms: WaitingTerms): Promise<Waiting | undefined> {
    const found = await this.#stay(ticket, terms, 'ask');
    return found && 'full' in found ? undefined : found;
  }

  async claim({ id, forMs, wanted, waiting, ticket = '' }: Claim): Promise<Claimed> {
    const keys = [...QUEUE_KEYS, ...keysOf([...wanted.map(({ group }) => group), ...waiting])];
    const limits = wanted.map(({ limit }) => finite(limit));
    const answer = await this.#scripts.claimInTurn(keys, [id, forMs, ticket, wanted.length, ...limits]);
    const [outcome, ...rest] = answer as ['full', number, number | '', number] | [string, number[]];
    if (outcome === 'full') {
      const [full, freeInMs, length] = rest as [number, number | '', number];
      return { full, length, freeInMs: freeInMs === '' ? undefined : freeInMs };
    }
    return { counts: rest[0] as number[], joinedAt: outcome === '' ? undefined : Number(outcome) };
  }

  async leave({ id, groups }: HeldPlace): Promise<void> {
    await this.#scripts.leaveQueue([...QUEUE_KEYS, ...keysOf(groups)], [id]);
  }

  async #stay(
    ticket: string,
    { place, shares, length, keptMs, longestMs, holdMs }: WaitingTerms,
    how: 'join' | 'ask' | number,
  ): Promise<Waiting | TurnedAway | undefined> {
    const keys = [...QUEUE_KEYS, ...keysOf([place.group, ...shares.flatMap(({ open, waiting }) => [open, waiting])])];
    const numbers = [place.limit, length, keptMs, longestMs, holdMs, ...shares.map(({ limit }) => limit)].map(finite);
    const answer = await this.#scripts.stayInQueue(keys, [ticket, how, ...numbers]);
    if (!answer) return undefined;
    const [at, heldMs] = answer as ['full', number] | [number, number | ''];
    if (at === 'full') return { full: heldMs };
    return { place: at, heldMs: heldMs === '' ? undefined : heldMs };
  }
}
