import type { SpeechClip } from '../mouth.js';
import type { MediaFaults, MediaOptions, ViewerAnswer, ViewerOffer } from './media-engine.js';

interface OnStage {
  stageId: string;
}

/** What the media process answers. */
export type MediaMethods = Readonly<{
  openStage: { params: OnStage & MediaOptions & { avatarId: string }; result: unknown };
  closeStage: { params: OnStage; result: unknown };
  connectViewer: { params: OnStage & { offerSdp: string; faults: MediaFaults }; result: ViewerAnswer };
  offerViewer: { params: OnStage & { faults: MediaFaults }; result: ViewerOffer };
  acceptAnswer: { params: OnStage & { answerSdp: string }; result: unknown };
  addCandidates: { params: OnStage & { sdpFragment: string }; result: unknown };
  restartIce: { params: OnStage & { sdpFragment: string }; result: string };
  disconnectViewer: { params: OnStage; result: unknown };
  play: { params: OnStage & { clipId: string; clip: SpeechClip }; result: unknown };
  flush: { params: OnStage; result: unknown };
}>;
