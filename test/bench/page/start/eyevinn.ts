import { WebRTCPlayer } from '@eyevinn/webrtc-player';

import type { Play } from './ways.js';

export const playByEyevinn: Play = async ({ whepUrl, iceServers }, video) => {
  const player = new WebRTCPlayer({ video, type: 'whep', iceServers });
  await player.load(new URL(whepUrl));
  return () => player.destroy();
};
