import { DEFAULT_LIMITS, type AvatarLimitsInput, type ScopeLimits } from '../../src/server/sessions/limits.js';

const NONE = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS.total).map((name) => [name, Infinity]),
) as Partial<ScopeLimits>;

/** For pages that open session after session. */
export const NO_LIMITS: AvatarLimitsInput = { perCaller: NONE, perAddress: NONE, total: NONE };
