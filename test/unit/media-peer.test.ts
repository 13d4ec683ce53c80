import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { WrtcMediaPeer, type WrtcModule } from '../../src/simulator/media/media-peer.js';
import { RECVONLY_OFFER } from '../support/offer.js';

const candidateAt = (address: string): string => `candidate:1 1 udp 2122260223 ${address} 50000 typ host generation 0`;

/** As libwebrtc's addon behaves: the state can be read at once, candidates are told later, one by one. */
class FakeConnection {
  static candidates: string[] = [];
  static readsOfDescription = 0;
  iceGatheringState = 'new';
  connectionState = 'new';
  onicecandidate: ((event: { candidate: { candidate: string } | null }) => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;

  /** To be read by the thread that replaces it alone. */
  get localDescription(): { sdp: string } {
    FakeConnection.readsOfDescription += 1;
    return { sdp: '' };
  }

  addTrack = (): void => undefined;
  getTransceivers = (): [] => [];
  getSenders = (): [] => [];
  close = (): void => undefined;
  setRemoteDescription = (): Promise<void> => Promise.resolve();
  createAnswer = (): Promise<{ sdp: string }> => Promise.resolve({ sdp: RECVONLY_OFFER });

  setLocalDescription(): Promise<void> {
    this.iceGatheringState = 'complete';
    this.onicegatheringstatechange?.();
    // In one go, as the addon hands on what has come meanwhile.
    setImmediate(() => {
      for (const candidate of FakeConnection.candidates) this.onicecandidate?.({ candidate: { candidate } });
      this.onicecandidate?.({ candidate: null });
    });
    return Promise.resolve();
  }
}

class FakeSource {
  createTrack = (): { stop: () => void } => ({ stop: () => undefined });
}

const wrtc = {
  RTCPeerConnection: FakeConnection,
  MediaStream: FakeSource,
  nonstandard: { RTCAudioSource: FakeSource, RTCVideoSource: FakeSource },
} as unknown as WrtcModule;

describe('a viewer’s connection', () => {
  let peer: WrtcMediaPeer;
  afterEach(() => peer.close());

  const answerAt = (mediaAddress: string, candidates: string[]): Promise<string> => {
    FakeConnection.candidates = candidates;
    FakeConnection.readsOfDescription = 0;
    const ignore = (): void => undefined;
    peer = new WrtcMediaPeer(wrtc, { mediaAddress, dtx: false }, { onConnected: ignore, onGone: ignore });
    return peer.answer(RECVONLY_OFFER);
  };

  it('is answered without the description that another thread works on, which would end the process', async () => {
    const answer = await answerAt('127.0.0.1', [candidateAt('127.0.0.1')]);
    assert.equal(FakeConnection.readsOfDescription, 0);
    assert.match(answer, /^a=candidate:1 1 udp 2122260223 127\.0\.0\.1 50000 typ host/m);
  });

  it('is told of each address, also where the last ones come after the end of the search', async () => {
    const answer = await answerAt('0.0.0.0', ['127.0.0.1', '192.0.2.7', '2001:db8::1'].map(candidateAt));
    assert.deepEqual(
      [...answer.matchAll(/^a=candidate:\S+ \d+ udp \d+ (\S+)/gm)].map(([, address]) => address),
      ['127.0.0.1', '192.0.2.7'],
    );
  });

  it('is refused where the machine has no such address', async () => {
    await assert.rejects(answerAt('192.0.2.8', [candidateAt('127.0.0.1')]), /no network address 192\.0\.2\.8/);
  });
});
