import type { Logger } from '../../core/logger.js';
import type { WhepClient } from '../../core/whep/whep-client.js';
import type { Peer } from './peer.js';

/** The ICE servers that the endpoint names before it is sent an offer; none where it does not. */
export async function discover(
  client: WhepClient,
  url: string,
  logger: Logger,
  signal: AbortSignal,
): Promise<RTCIceServer[]> {
  try {
    return await client.discoverIceServers(url, { signal });
  } catch (error) {
    logger.debug('The WHEP server names no ICE servers before the offer', error);
    return [];
  }
}

/** ICE servers that are known only after the local description take an ICE restart (4.8); it goes on without, too. */
export async function useLinked(
  iceServers: RTCIceServer[],
  peer: Peer,
  restartIce: () => Promise<void>,
  logger: Logger,
): Promise<void> {
  try {
    peer.useIceServers(iceServers);
    await restartIce();
  } catch (error) {
    logger.debug('The ICE servers that the WHEP server named could not be used', error);
  }
}
