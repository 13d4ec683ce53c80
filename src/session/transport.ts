import { pageAddress } from '../core/page-address.js';
import type { Fetch } from '../core/http.js';
import type { Logger } from '../core/logger.js';
import { createRetryPolicy } from '../core/retry.js';
import type { Transport } from '../core/session-control.js';
import { checkNumbers } from './check-numbers.js';
import type { AvatarConfig, SessionDependencies } from './session-config.js';

/**
 * How a session's calls are sent and tried again.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: an option of the session's that is a number is none, or is below 0.
 */
export function createTransport(
  { retryConfig, retryPolicy, timeoutMs, economy }: AvatarConfig,
  { fetch, delay }: SessionDependencies,
  logger: Logger,
): Transport {
  checkNumbers({ timeoutMs, afterSeconds: economy?.afterSeconds, ...retryConfig });
  const send: Fetch = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return {
    fetch: async (input, init) => {
      const response = await send(input, init);
      logger.debug(`${init.method ?? 'GET'} ${new URL(input, pageAddress()).pathname}: ${response.status}`);
      return response;
    },
    retryPolicy: retryPolicy ?? createRetryPolicy(retryConfig),
    onRetry: (purpose, { error, delayMs }) =>
      logger.warn(`${purpose} is tried again in ${Math.round(delayMs)} ms`, error),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(delay ? { delay } : {}),
  };
}
