import type { Entered, Entry } from './avatar-store.js';
import { CHARGE_BY, chargeValues, quotaKeys, readCharged } from './redis-quotas.js';
import { luaScript, NOW, type RunScript } from './redis-scripts.js';
import { VISIT_BY } from './redis-session-scripts.js';
import { INDEX, readVisited, sessionKey, visitValues } from './redis-sessions.js';

/**
 * KEYS[1] is the session, KEYS[2] the index, and then come the keys of the charges, and of the further ones. ARGV: the session's
 * id, its deadlines, how many proofs and how many charges there are, the proofs, and three values for each charge.
 */
const ENTER = luaScript(`${NOW}${VISIT_BY}${CHARGE_BY}
local proofs, charges = tonumber(ARGV[4]), tonumber(ARGV[5])
local visited, isProven = visit(false, 6, 5 + proofs)
local charged = charge(3, 2 + charges, 6 + proofs)
local further = false
if isProven and charged[1] == 0 and #KEYS > 2 + charges then
  further = charge(3 + charges, #KEYS, 6 + proofs + 3 * charges)
end
return {visited, charged, further}
`);

export const ENTRY_SCRIPTS = { enter: ENTER };

/** One script, and so one round trip. All its keys lie on one node, also on a cluster. */
export async function enterRedis(
  { enter }: Readonly<Record<keyof typeof ENTRY_SCRIPTS, RunScript>>,
  { sessionId, proofs, deadlines, charges, furtherCharges }: Entry,
): Promise<Entered> {
  const all = [...charges, ...furtherCharges];
  const [visited, charged, further] = (await enter(
    [sessionKey(sessionId), INDEX, ...quotaKeys(all)],
    [...visitValues(sessionId, deadlines), proofs.length, charges.length, ...proofs, ...chargeValues(all)],
  )) as [unknown, number[], number[] | null];
  return {
    session: readVisited(visited),
    charged: readCharged(charges, charged),
    chargedFurther: further ? readCharged(furtherCharges, further) : undefined,
  };
}
