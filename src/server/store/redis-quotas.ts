import type { Charge, ChargeResult, Quotas } from './avatar-store.js';
import { keyOf, luaScript, type RunScript } from './redis-scripts.js';

/**
 * Looks at all the charges before it makes the first: in one step, or what another process charges meanwhile would not count.
 * A period is as long as its key lives, by the clock of Redis.
 */
const CHARGE = luaScript(`
local function endsIn(key, period)
  local left = redis.call('PTTL', key)
  if left > 0 then return left end
  redis.call('PEXPIRE', key, period)
  return period
end
for i, key in ipairs(KEYS) do
  local used = tonumber(redis.call('HGET', key, 'used') or 0)
  if used + tonumber(ARGV[3 * i - 2]) > tonumber(ARGV[3 * i - 1]) then
    local refusals = redis.call('HINCRBY', key, 'refusals', 1)
    return {i, used, tonumber(endsIn(key, ARGV[3 * i])), refusals}
  end
end
local counts = {0}
for i, key in ipairs(KEYS) do
  counts[2 * i] = redis.call('HINCRBY', key, 'used', ARGV[3 * i - 2])
  counts[2 * i + 1] = tonumber(endsIn(key, ARGV[3 * i]))
end
return counts
`);

export const QUOTA_SCRIPTS = { charge: CHARGE };

/** A hash for each key, which expires with its period. */
export class RedisQuotas implements Quotas {
  readonly #charge: RunScript;

  constructor({ charge }: Readonly<Record<keyof typeof QUOTA_SCRIPTS, RunScript>>) {
    this.#charge = charge;
  }

  async charge(charges: readonly Charge[]): Promise<ChargeResult> {
    if (charges.length === 0) return { counts: [] };
    const [refusing = 0, ...numbers] = (await this.#charge(
      charges.map(({ key }) => keyOf('quota', key)),
      charges.flatMap(({ amount, limit, periodMs }) => [amount, limit, periodMs]),
    )) as number[];
    if (refusing > 0) {
      const [used = 0, endsInMs = 0, refusals = 1] = numbers;
      return { refusal: { index: refusing - 1, used, endsInMs, refusals } };
    }
    const counts = charges.map((_, at) => ({ used: numbers[2 * at] ?? 0, endsInMs: numbers[2 * at + 1] ?? 0 }));
    return { counts };
  }
}
