import wrtc from '@roamhq/wrtc';
import type { nonstandard } from '@roamhq/wrtc';

import { serveParent } from '../../src/simulator/child/serve-parent.js';
import type { ViewerEvent, ViewerMethods } from './viewer-protocol.js';

interface Viewer {
  connection: RTCPeerConnection;
  sinks: { stop: () => void }[];
  /** The state of the connection that was told last. */
  state: string;
  stateCheck: NodeJS.Timeout;
}

const viewers = new Map<string, Viewer>();

const emit: (event: ViewerEvent) => void = serveParent<ViewerMethods>({
  createOffer: async ({ viewerId }) => {
    const { connection } = createViewer(viewerId);
    connection.addTransceiver('audio', { direction: 'recvonly' });
    connection.addTransceiver('video', { direction: 'recvonly' });
    return makeOffer(connection);
  },
  acceptAnswer: ({ viewerId, sdp }) => get(viewerId).connection.setRemoteDescription({ type: 'answer', sdp }),
  answerOffer: async ({ viewerId, sdp }) => {
    get(viewerId).connection.close();
    const { connection } = createViewer(viewerId);
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    return answer.sdp ?? '';
  },
  createRestart: async ({ viewerId }) => {
    const offer = await makeOffer(get(viewerId).connection, { iceRestart: true });
    return [...iceLines(offer), 'm=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=mid:0', ''].join('\r\n');
  },
  acceptRestart: async ({ viewerId, sdpFragment }) => {
    const { connection } = get(viewerId);
    const [ufrag = '', pwd = ''] = iceLines(sdpFragment);
    const candidates = sdpFragment.match(/^a=(candidate|end-of-candidates).*$/gm) ?? [];
    const sdp = (connection.remoteDescription?.sdp ?? '')
      .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
      .replace(/^a=ice-ufrag:.*$/gm, ufrag)
      .replace(/^a=ice-pwd:.*$/gm, pwd)
      .replace(/^a=mid:0$/m, ['a=mid:0', ...candidates].join('\r\n'));
    await connection.setRemoteDescription({ type: 'answer', sdp });
  },
  close: ({ viewerId }) => {
    const { connection, sinks, stateCheck } = get(viewerId);
    clearInterval(stateCheck);
    for (const sink of sinks) sink.stop();
    connection.close();
    viewers.delete(viewerId);
  },
});

function createViewer(viewerId: string): Viewer {
  const checkState = (): void => {
    const state = viewer.connection.connectionState;
    if (state === viewer.state) return;
    viewer.state = state;
    emit({ type: 'state', viewerId, state, at: Date.now() });
  };
  const viewer: Viewer = {
    connection: new wrtc.RTCPeerConnection(),
    sinks: [],
    state: 'new',
    // The addon's event comes a moment before the new state can be read.
    stateCheck: setInterval(checkState, 50),
  };
  viewers.set(viewerId, viewer);
  viewer.connection.onconnectionstatechange = checkState;
  viewer.connection.ontrack = ({ track, streams }) => {
    const streamIds = streams.map(({ id }) => id);
    emit({ type: 'track', viewerId, kind: track.kind, streamIds, at: Date.now() });
    viewer.sinks.push(track.kind === 'video' ? watch(viewerId, track) : listen(viewerId, track));
  };
  return viewer;
}

function watch(viewerId: string, track: MediaStreamTrack): Viewer['sinks'][number] {
  const sink = new wrtc.nonstandard.RTCVideoSink(track);
  sink.addEventListener('frame', (event) => {
    const { frame } = event as unknown as { frame: nonstandard.RTCVideoFrame };
    const { width, height, data } = frame;
    emit({ type: 'frame', viewerId, width, height, digest: digestOf(data), at: Date.now() });
  });
  return sink;
}

function listen(viewerId: string, track: MediaStreamTrack): Viewer['sinks'][number] {
  const sink = new wrtc.nonstandard.RTCAudioSink(track);
  sink.addEventListener('data', (event) => {
    const { samples } = event as unknown as nonstandard.RTCAudioData;
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    emit({ type: 'sound', viewerId, level: Math.sqrt(power), at: Date.now() });
  });
  return sink;
}

async function makeOffer(connection: RTCPeerConnection, options?: RTCOfferOptions): Promise<string> {
  const offer = await connection.createOffer(options);
  await connection.setLocalDescription(offer);
  return offer.sdp ?? '';
}

function iceLines(sdp: string): string[] {
  return ['ice-ufrag', 'ice-pwd'].map((name) => new RegExp(`^a=${name}:.*$`, 'm').exec(sdp)?.[0] ?? '');
}

/** A number that differs for pictures that differ. */
function digestOf(data: Uint8Array): number {
  let digest = 0;
  for (let index = 0; index < data.length; index += 7) digest = (digest * 31 + (data[index] ?? 0)) >>> 0;
  return digest;
}

function get(viewerId: string): Viewer {
  const viewer = viewers.get(viewerId);
  if (!viewer) throw new Error(`There is no viewer "${viewerId}".`);
  return viewer;
}
