// Viewers that count the frames they see, in a process of their own.
import wrtc, { type nonstandard } from '@roamhq/wrtc';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import type { Watched, WatchingMethods } from './watching-protocol.js';

const LATE_MS = 60;

interface Viewer {
  connection: RTCPeerConnection;
  sink: { stop: () => void } | undefined;
  seen: Watched;
  lastAt: number | undefined;
}

const viewers = new Map<string, Viewer>();

serveParent<WatchingMethods>({
  createOffer: async ({ viewerId }) => {
    const { connection } = create(viewerId);
    connection.addTransceiver('audio', { direction: 'recvonly' });
    connection.addTransceiver('video', { direction: 'recvonly' });
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    return offer.sdp ?? '';
  },
  acceptAnswer: ({ viewerId, sdp }) => viewers.get(viewerId)?.connection.setRemoteDescription({ type: 'answer', sdp }),
  watching: () => [...viewers.values()].filter(({ seen }) => seen.frames > 0).length,
  take: () =>
    [...viewers.values()].map((viewer) => {
      const { seen } = viewer;
      viewer.seen = { frames: 0, late: 0, edge: seen.edge };
      return seen;
    }),
  close: ({ viewerId }) => {
    const viewer = viewers.get(viewerId);
    viewer?.sink?.stop();
    viewer?.connection.close();
    viewers.delete(viewerId);
  },
});

function create(viewerId: string): Viewer {
  const viewer: Viewer = {
    connection: new wrtc.RTCPeerConnection(),
    sink: undefined,
    seen: { frames: 0, late: 0, edge: 0 },
    lastAt: undefined,
  };
  viewers.set(viewerId, viewer);
  viewer.connection.ontrack = ({ track }) => {
    if (track.kind !== 'video') return;
    const sink = new wrtc.nonstandard.RTCVideoSink(track);
    sink.addEventListener('frame', (event) => {
      const { frame } = event as unknown as { frame: nonstandard.RTCVideoFrame };
      const at = performance.now();
      viewer.seen.frames += 1;
      viewer.seen.edge = frame.width;
      if (viewer.lastAt !== undefined && at - viewer.lastAt > LATE_MS) viewer.seen.late += 1;
      viewer.lastAt = at;
    });
    viewer.sink = sink;
  };
  return viewer;
}
