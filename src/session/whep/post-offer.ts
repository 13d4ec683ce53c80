import { abandonable } from '../../core/abandon.js';
import { throwIfAborted } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import type { Logger } from '../../core/logger.js';
import { createRetryPolicy, retry, type RetryPolicy } from '../../core/retry.js';
import { wasNotTaken } from '../../core/session-control.js';
import type { WhepClient, WhepResource } from '../../core/whep/whep-client.js';

export interface OfferOptions {
  client: WhepClient;
  url: string;
  retryPolicy: RetryPolicy | undefined;
  delay: Delay;
  logger: Logger;
  signal: AbortSignal;
  /** Given what the server makes of an offer that nobody waits for any more. */
  onLate: (late: WhepResource) => void;
}

/**
 * Sends the offer. Tries again where the server says that it has no place yet: a page that was just reloaded meets its own viewer,
 * who is still leaving (409), and a stream may not be on the air yet. And where nothing is answered at all: a server that closes its
 * connections, as SRS does after each answer, loses one now and then.
 * @throws {AvatarError}
 */
export async function postOffer(offerSdp: string, options: OfferOptions): Promise<WhepResource> {
  const { client, url, retryPolicy = createRetryPolicy(), delay, logger, signal, onLate } = options;
  // Whoever waited has left while this code was loaded.
  throwIfAborted(signal);
  return retry(() => abandonable(client.post(url, offerSdp), signal, onLate), {
    policy: retryPolicy,
    isWorthRetrying: (error) => error.code === 'NETWORK' || error.status === 409 || wasNotTaken(error),
    signal,
    delay,
    onRetry: ({ error, delayMs }) => logger.warn(`The offer is made again in ${Math.round(delayMs)} ms`, error),
  });
}
