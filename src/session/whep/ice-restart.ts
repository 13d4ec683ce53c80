import type { WhepClient, WhepResource } from '../../core/whep/whep-client.js';
import type { Peer } from './peer.js';
import { makeSdpFragment, withFragment } from './sdp-fragment.js';

export interface IceRestart {
  peer: Peer;
  client: WhepClient;
  resource: WhepResource;
  signal: AbortSignal;
}

/**
 * Agrees on new ICE credentials and candidates. A failure leaves everything as it was.
 * @throws {AvatarError}
 */
export async function restartIce({
  peer,
  client,
  resource,
  signal,
}: IceRestart): Promise<{ localSdp: string; etag: string | undefined }> {
  const localSdp = await peer.offerRestart();
  try {
    const fragment = makeSdpFragment(peer.fromCandidates(localSdp), peer.candidates.take(localSdp).candidates, false);
    const { sdpFragment, etag } = await client.restartIce(resource, fragment, { signal });
    // Everything else stays as it was agreed.
    await peer.accept(withFragment(peer.answerSdp, sdpFragment));
    return { localSdp, etag };
  } catch (error) {
    await peer.rollback();
    throw error;
  }
}
