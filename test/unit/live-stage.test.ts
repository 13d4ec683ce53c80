import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { LiveStage } from '../../src/simulator/media/live-stage.js';
import type { MediaEngineEvent, MediaFaults } from '../../src/simulator/media/media-engine.js';
import type { MediaPeer, MediaPeerListener } from '../../src/simulator/media/media-peer.js';

const CLIP = { pcm: new Int16Array(480).fill(7), mouth: [] };

/** A viewer's connection that the test makes and breaks. */
class FakePeer implements MediaPeer {
  readonly listener: MediaPeerListener;
  sounds = 0;
  frames = 0;
  closed = false;

  constructor(listener: MediaPeerListener) {
    this.listener = listener;
  }

  answer(offerSdp: string): Promise<string> {
    return offerSdp === 'bad' ? Promise.reject(new Error('bad offer')) : Promise.resolve('answer');
  }

  offer(): Promise<string> {
    return Promise.resolve('offer');
  }

  acceptAnswer(): Promise<void> {
    return Promise.resolve();
  }

  addCandidates(): Promise<void> {
    return Promise.resolve();
  }

  restartIce(sdpFragment: string): Promise<string> {
    return Promise.resolve(sdpFragment);
  }

  sendAudio(): void {
    this.sounds += 1;
  }

  sendFrame(): void {
    this.frames += 1;
  }

  close(): void {
    this.closed = true;
  }
}

describe('a stage with a viewer', () => {
  let timeMs: number;
  let painted: number;
  let wakes: number;
  let events: MediaEngineEvent[];
  let peers: FakePeer[];
  let stage: LiveStage;

  const watch = async (faults: MediaFaults = {}, offerSdp = 'offer'): Promise<FakePeer> => {
    await stage.connectViewer(offerSdp, faults);
    const peer = peers.at(-1);
    assert.ok(peer);
    return peer;
  };

  const advance = (ticks: number): void => {
    for (let tick = 0; tick < ticks; tick += 1) {
      timeMs += 10;
      stage.advance(1);
    }
  };

  beforeEach(() => {
    timeMs = 0;
    painted = 0;
    wakes = 0;
    events = [];
    peers = [];
    stage = new LiveStage({
      stageId: 'stage',
      size: { edge: 2 },
      noiseFloor: 0,
      paint: () => {
        painted += 1;
        return { width: 2, height: 2, data: new Uint8Array(6) };
      },
      createPeer: (listener) => {
        const peer = new FakePeer(listener);
        peers.push(peer);
        return peer;
      },
      emit: (event) => events.push(event),
      wake: () => (wakes += 1),
      now: () => timeMs,
    });
  });

  it('sends a picture every 40 ms and sound every 10 ms from the moment it is connected', async () => {
    const peer = await watch();
    advance(10);
    assert.deepEqual([peer.sounds, peer.frames, painted], [0, 0, 0]);
    peer.listener.onConnected();
    assert.equal(wakes, 1);
    advance(100);
    assert.deepEqual([peer.sounds, peer.frames, painted], [100, 25, 25]);
  });

  it('has drawn its face once by the time that a viewer is connected', async () => {
    const peer = await watch();
    await setImmediate();
    assert.deepEqual([peer.frames, painted], [0, 1]);
    stage.disconnectViewer();
    await watch();
    await setImmediate();
    assert.equal(painted, 1);
  });

  it('sends all of the sound but one picture where ticks come late', async () => {
    const peer = await watch();
    peer.listener.onConnected();
    stage.advance(30);
    assert.deepEqual([peer.sounds, peer.frames], [30, 1]);
  });

  it('draws nothing for a clip that nobody watches, and has nothing to do after it', () => {
    stage.play('a', CLIP);
    assert.equal(wakes, 1);
    assert.equal(stage.active, true);
    advance(30);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['clip-started', 'clip-finished'],
    );
    assert.equal(painted, 0);
    assert.equal(stage.active, false);
  });

  it('connects but sends nothing under the noMedia fault', async () => {
    const peer = await watch({ noMedia: true });
    peer.listener.onConnected();
    advance(50);
    assert.deepEqual([peer.sounds, peer.frames], [0, 0]);
    assert.deepEqual(events, [{ type: 'viewer-connected', stageId: 'stage' }]);
    assert.equal(stage.active, false);
  });

  it('stops sending after dropAfterMs, and keeps the connection', async () => {
    const peer = await watch({ dropAfterMs: 200 });
    advance(100);
    peer.listener.onConnected();
    advance(50);
    assert.deepEqual([peer.sounds, peer.frames], [19, 5]);
    assert.equal(peer.closed, false);
    assert.equal(stage.active, false);
  });

  it('refuses a second viewer, and takes one after the first is gone or disconnected', async () => {
    const first = await watch();
    await assert.rejects(watch(), { name: 'StageBusyError' });
    first.listener.onGone();
    assert.deepEqual(events, [{ type: 'viewer-gone', stageId: 'stage' }]);
    const second = await watch();
    stage.disconnectViewer();
    assert.equal(second.closed, true);
    await watch();
    assert.equal(peers.length, 3);
  });

  it('leaves nothing behind when an offer cannot be answered', async () => {
    await assert.rejects(watch({}, 'bad'), { message: 'bad offer' });
    assert.equal(peers[0]?.closed, true);
    await watch();
  });

  it('has no connection to restart without a viewer', async () => {
    await assert.rejects(async () => stage.restartIce(''), { name: 'NoViewerError' });
    await assert.rejects(stage.addCandidates(''), { name: 'NoViewerError' });
  });
});
