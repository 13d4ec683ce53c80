import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';

const NONE = { sessions: Infinity, createsPerMinute: Infinity, requestsPerSecond: Infinity };

/** For pages that open session after session. */
export const NO_LIMITS: AvatarLimitsInput = { perCaller: NONE, perAddress: NONE, total: NONE };
