import { KalturaAvatarSession, createEndpointSource, learnIceServers } from 'kaltura-avatar';

import { createVideo } from './first-frame.js';
import { AVATAR_ID, ENDPOINT, type Started } from './ways.js';

/** Our session, as pages without the element use it; `ready` comes before the start, with a session that is prepared. */
export async function startSession(ready?: () => Promise<unknown>): Promise<Started & { startedAt: number }> {
  const session = new KalturaAvatarSession(undefined, { logLevel: 'error' });
  const { video, firstFrame } = createVideo();
  const playback = session.playIn(video, { sound: { muted: true, volume: 1 } });
  if (ready) {
    await learnIceServers(ENDPOINT);
    await session.prepare();
    await ready();
  }
  const startedAt = performance.now();
  const connecting = session.connect(createEndpointSource({ endpoint: ENDPOINT }), { avatarId: AVATAR_ID });
  connecting.catch(() => undefined); // Told below.
  const frameAt = await Promise.race([firstFrame, connecting.then(() => firstFrame)]);
  return {
    ...{ startedAt, frameAt },
    end: async () => {
      await connecting;
      playback.close();
      await session.endSession();
    },
  };
}
