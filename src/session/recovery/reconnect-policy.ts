import { createRetryPolicy, type RetryPolicy } from '../../core/retry.js';

/** How long a lost connection is tried again, in milliseconds. */
const RECONNECT_FOR_MS = 30_000;

/** As {@link createRetryPolicy}, for as long as a time lasts in place of a number of tries. */
export function createReconnectPolicy(budgetMs = RECONNECT_FOR_MS, random?: () => number): RetryPolicy {
  const policy = createRetryPolicy({ maxAttempts: Infinity }, random);
  return {
    delayBefore: (failed) => {
      const delayMs = policy.delayBefore(failed);
      return delayMs === null || failed.elapsedMs + delayMs > budgetMs ? null : delayMs;
    },
  };
}
