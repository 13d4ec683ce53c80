import { serveParent } from '../child/serve-parent.js';
import { createFace } from '../face/drawn-face.js';
import { importOptional } from '../optional-package.js';
import { createFramePainter } from './frame-painter.js';
import { LiveStage } from './live-stage.js';
import type { MediaEngineEvent } from './media-engine.js';
import { WrtcMediaPeer, type MediaPeer, type MediaPeerListener } from './media-peer.js';
import type { MediaMethods } from './media-protocol.js';
import { MediaStages } from './media-stages.js';

const now = (): number => performance.now();
const stages = new MediaStages(now);

const studio = (async () => {
  const [{ default: wrtc }, canvas] = await Promise.all([
    importOptional(() => import('@roamhq/wrtc'), '@roamhq/wrtc'),
    importOptional(() => import('@napi-rs/canvas'), '@napi-rs/canvas'),
  ]);
  return { wrtc, canvas, painterOf: createFramePainter(canvas, wrtc) };
})();
// Each call that needs the packages is told why they are missing.
studio.catch(() => undefined);

// Before serveParent's own listener, which leaves: a viewer should see its connection closed, not starved.
process.once('disconnect', () => stages.closeAll());

const emit: (event: MediaEngineEvent) => void = serveParent<MediaMethods>({
  openStage: async ({ stageId, avatarId, noiseFloor, ...sending }) => {
    const { wrtc, canvas, painterOf } = await studio;
    const paint = painterOf(createFace(canvas, avatarId));
    const createPeer = (listener: MediaPeerListener): MediaPeer => new WrtcMediaPeer(wrtc, sending, listener);
    stages.open(
      stageId,
      (wake, size) => new LiveStage({ stageId, paint, size, noiseFloor, createPeer, emit, wake, now }),
    );
  },
  closeStage: ({ stageId }) => stages.close(stageId),
  connectViewer: ({ stageId, offerSdp, faults }) => stages.get(stageId).connectViewer(offerSdp, faults),
  offerViewer: ({ stageId, faults }) => stages.get(stageId).offerViewer(faults),
  acceptAnswer: ({ stageId, answerSdp }) => stages.get(stageId).acceptAnswer(answerSdp),
  addCandidates: ({ stageId, sdpFragment }) => stages.get(stageId).addCandidates(sdpFragment),
  restartIce: ({ stageId, sdpFragment }) => stages.get(stageId).restartIce(sdpFragment),
  disconnectViewer: ({ stageId }) => stages.disconnectViewer(stageId),
  play: ({ stageId, clipId, clip }) => stages.get(stageId).play(clipId, clip),
  flush: ({ stageId }) => stages.get(stageId).flush(),
});
