import type { Play } from './ways.js';

/** A peer connection as a viewer needs it, whose tracks go to the video. */
export function createViewer(iceServers: RTCIceServer[], video: HTMLVideoElement): RTCPeerConnection {
  const peer = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
  const stream = new MediaStream();
  video.srcObject = stream;
  peer.ontrack = ({ track }) => stream.addTrack(track);
  for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: 'recvonly' });
  return peer;
}

/** A hand-written viewer that waits for nothing it need not wait for. */
export const playByHand: Play = async ({ whepUrl, iceServers }, video) => {
  const peer = createViewer(iceServers, video);
  await peer.setLocalDescription(await peer.createOffer());
  const answer = await fetch(whepUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp' },
    body: peer.localDescription?.sdp ?? '',
  });
  if (!answer.ok) throw new Error(`WHEP answers ${answer.status}`);
  const location = new URL(answer.headers.get('Location') ?? '', whepUrl).href;
  await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  return () => {
    peer.close();
    void fetch(location, { method: 'DELETE', keepalive: true });
  };
};
