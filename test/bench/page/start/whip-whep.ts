import { WHEPClient } from 'whip-whep/whep.js';

import { createViewer } from './by-hand.js';
import type { Play } from './ways.js';

export const playByWhipWhep: Play = async ({ whepUrl, iceServers }, video) => {
  const client = new WHEPClient();
  await client.view(createViewer(iceServers, video), whepUrl);
  return () => client.stop();
};
