import { WhepConnection } from 'kaltura-avatar/whep';

import type { Play } from './ways.js';

const playIn =
  (connection: WhepConnection): Play =>
  async ({ whepUrl: url, iceServers }, video) => {
    video.srcObject = connection.stream;
    await connection.connect({ url, iceServers });
    return () => connection.close();
  };

export const playByOurs: Play = (opened, video) => playIn(new WhepConnection())(opened, video);

/** Made ready with the ICE servers, before the WHEP URL is known. */
export async function preparedOurs(iceServers: RTCIceServer[]): Promise<Play> {
  const connection = new WhepConnection();
  await connection.prepare(iceServers);
  return playIn(connection);
}
