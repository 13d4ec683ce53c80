import { delay as realDelay, type Delay } from './delay.js';
import { toAvatarError, type AvatarError } from './errors.js';

/** The retry options of Kaltura's client SDK. */
export interface RetryConfig {
  /** Tries in all, the first one included. Default 3. */
  maxAttempts: number;
  /** Wait before the second try, in milliseconds. Default 500. */
  initialDelayMs: number;
  /** Longest wait between two tries, in milliseconds. Default 5000. */
  maxDelayMs: number;
  /** What each wait is multiplied by for the next one. Default 2. */
  backoffMultiplier: number;
}

/** The longest `Retry-After` that is waited for; a service that asks for more is not tried again. */
const LONGEST_RETRY_AFTER_MS = 30_000;

export interface FailedAttempt {
  /** How many tries have failed by now: 1 after the first. */
  attempt: number;
  /** How long it has been tried, in milliseconds. */
  elapsedMs: number;
  error: AvatarError;
}

/** Decides about the next try: milliseconds to wait before it, or null to give up. */
export interface RetryPolicy {
  delayBefore(failed: FailedAttempt): number | null;
}

export const neverRetry: RetryPolicy = { delayBefore: () => null };

/**
 * Exponential back-off in which each wait is spread over its upper half, so that pages that failed together do not
 * come back together. Waits at least as long as the service asked for.
 */
export function createRetryPolicy(config: Partial<RetryConfig> = {}, random: () => number = Math.random): RetryPolicy {
  const { maxAttempts = 3, initialDelayMs = 500, maxDelayMs = 5000, backoffMultiplier = 2 } = config;
  return {
    delayBefore({ attempt, error }) {
      if (attempt >= maxAttempts) return null;
      const asked = error.retryAfterMs ?? 0;
      if (asked > LONGEST_RETRY_AFTER_MS) return null;
      const backoff = Math.min(initialDelayMs * backoffMultiplier ** (attempt - 1), maxDelayMs);
      return Math.max(asked, backoff * (0.5 + random() / 2));
    },
  };
}

export interface RetryOptions {
  policy: RetryPolicy;
  /** Which errors are worth another try. */
  isWorthRetrying: (error: AvatarError) => boolean;
  signal?: AbortSignal | undefined;
  delay?: Delay;
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number;
  /** When the trying began, on the same clock. Default: now. */
  startedAt?: number;
  onRetry?: (failed: FailedAttempt & { delayMs: number }) => void;
}

/** Runs `attempt` until it succeeds, its error is not worth another try, or the policy gives up. */
export async function retry<Result>(attempt: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const { policy, isWorthRetrying, signal, delay = realDelay, now = () => performance.now(), onRetry } = options;
  const { startedAt = now() } = options;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (cause) {
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The request failed.');
      const failed = { attempt: failures, elapsedMs: now() - startedAt, error };
      const delayMs = isWorthRetrying(error) ? policy.delayBefore(failed) : null;
      if (delayMs === null) throw error;
      onRetry?.({ ...failed, delayMs });
      await delay(delayMs, { signal });
    }
  }
}
