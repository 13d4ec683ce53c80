import type { Logger } from '../../core/logger.js';
import type { LocalCandidates } from './local-candidates.js';
import { makeSdpFragment } from './sdp-fragment.js';
import type { WhepClient, WhepResource } from '../../core/whep/whep-client.js';

export interface TrickleOptions {
  candidates: LocalCandidates;
  client: WhepClient;
  resource: WhepResource;
  /** The description that was sent, to which the candidates belong. */
  localSdp: string;
  /** Ends it. */
  signal: AbortSignal;
  logger: Logger;
}

/**
 * Sends the candidates that were found after the offer left: at once those that are there already, later ones together
 * with all that were found while the request before was under way. Most servers learn the viewer's address by
 * themselves, and many (SRS among them) take no PATCH at all: the first failure ends it (4.5.2).
 */
export async function trickle({
  candidates,
  client,
  resource,
  localSdp,
  signal,
  logger,
}: TrickleOptions): Promise<void> {
  if (!resource.url) return;
  try {
    for (;;) {
      const { candidates: found, isComplete } = candidates.take(localSdp);
      if (found.length > 0) await client.patch(resource, makeSdpFragment(localSdp, found, isComplete), { signal });
      else await candidates.next(signal);
    }
  } catch (error) {
    if (!signal.aborted) logger.debug('The WHEP server takes no trickled candidates', error);
  }
}
