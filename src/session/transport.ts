import type { Fetch } from '../core/http.js';
import type { Logger } from '../core/logger.js';
import { createRetryPolicy } from '../core/retry.js';
import type { Transport } from '../core/session-control.js';
import type { AvatarConfig, SessionDependencies } from './session-config.js';

/** How a session's calls are sent and tried again. */
export function createTransport(
  { retryConfig, retryPolicy, timeoutMs }: AvatarConfig,
  { fetch, delay }: SessionDependencies,
  logger: Logger,
): Transport {
  const send: Fetch = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return {
    fetch: async (input, init) => {
      const response = await send(input, init);
      logger.debug(`${init.method ?? 'GET'} ${new URL(input, document.baseURI).pathname}: ${response.status}`);
      return response;
    },
    retryPolicy: retryPolicy ?? createRetryPolicy(retryConfig),
    onRetry: (purpose, { error, delayMs }) =>
      logger.warn(`${purpose} is tried again in ${Math.round(delayMs)} ms`, error),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(delay ? { delay } : {}),
  };
}
