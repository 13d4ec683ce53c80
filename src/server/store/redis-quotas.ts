import type { Charge, ChargeResult, Quotas } from './avatar-store.js';
import { keyOf, luaScript, type RunScript } from './redis-scripts.js';

/**
 * `charge(first, last, at)`: makes the charges of these keys, whose values stand from ARGV[at] on. Looks at all of them before it makes
 * the first: in one step, or what another process charges meanwhile would not count. A period is as long as its key lives, by
 * the clock of Redis.
 */
export const CHARGE_BY = `
local function endsIn(key, period)
  local left = redis.call('PTTL', key)
  if left > 0 then return left end
  redis.call('PEXPIRE', key, period)
  return period
end
local function charge(first, last, at)
  for i = first, last do
    local values = at + 3 * (i - first)
    local used = tonumber(redis.call('HGET', KEYS[i], 'used') or 0)
    if used + tonumber(ARGV[values]) > tonumber(ARGV[values + 1]) then
      local refusals = redis.call('HINCRBY', KEYS[i], 'refusals', 1)
      return {i - first + 1, used, tonumber(endsIn(KEYS[i], ARGV[values + 2])), refusals}
    end
  end
  local counts = {0}
  for i = first, last do
    local values = at + 3 * (i - first)
    table.insert(counts, redis.call('HINCRBY', KEYS[i], 'used', ARGV[values]))
    table.insert(counts, tonumber(endsIn(KEYS[i], ARGV[values + 2])))
  end
  return counts
end
`;

const CHARGE = luaScript(`${CHARGE_BY}return charge(1, #KEYS, 1)`);

export const QUOTA_SCRIPTS = { charge: CHARGE };

/** A hash for each key, which expires with its period. */
export class RedisQuotas implements Quotas {
  readonly #charge: RunScript;

  constructor({ charge }: Readonly<Record<keyof typeof QUOTA_SCRIPTS, RunScript>>) {
    this.#charge = charge;
  }

  async charge(charges: readonly Charge[]): Promise<ChargeResult> {
    if (charges.length === 0) return { counts: [] };
    return readCharged(charges, (await this.#charge(quotaKeys(charges), chargeValues(charges))) as number[]);
  }
}

export function quotaKeys(charges: readonly Charge[]): string[] {
  return charges.map(({ key }) => keyOf('quota', key));
}

export function chargeValues(charges: readonly Charge[]): number[] {
  return charges.flatMap(({ amount, limit, periodMs }) => [amount, limit, periodMs]);
}

/** @param numbers What `charge` gave. */
export function readCharged(charges: readonly Charge[], [refusing = 0, ...numbers]: readonly number[]): ChargeResult {
  if (refusing > 0) {
    const [used = 0, endsInMs = 0, refusals = 1] = numbers;
    return { refusal: { index: refusing - 1, used, endsInMs, refusals } };
  }
  const counts = charges.map((_, at) => ({ used: numbers[2 * at] ?? 0, endsInMs: numbers[2 * at + 1] ?? 0 }));
  return { counts };
}
