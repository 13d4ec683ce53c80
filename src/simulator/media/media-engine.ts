import type { SpeechClip } from '../mouth.js';

/** What a viewer's connection is made of. */
export interface ViewerAnswer {
  /** The SDP answer, complete with candidates. */
  sdp: string;
}

/** What the engine offers a viewer of its own accord. */
export interface ViewerOffer {
  /** The SDP offer, complete with candidates. */
  sdp: string;
}

/** How media is sent. */
export interface MediaOptions {
  /**
   * The IP address of this machine that viewers are told to use; `0.0.0.0` and `::` tell them every one it has.
   * Default `127.0.0.1`: media never leaves the machine.
   */
  mediaAddress: string;
  /** The loudness of a noise under everything, from 0 to 1. */
  noiseFloor: number;
  /** Whether nothing is sent while nothing is to be heard. */
  dtx: boolean;
}

/** How a viewer's media misbehaves on purpose. */
export interface MediaFaults {
  /** Connect, but send neither picture nor sound. */
  noMedia?: boolean;
  /** Stop picture and sound this many milliseconds after the viewer connected; the connection stays up. */
  dropAfterMs?: number;
}

export type MediaEngineEvent =
  | { type: 'viewer-connected'; stageId: string }
  /** The connection failed or was closed by the browser (a page that vanishes is noticed after about 15 s). */
  | { type: 'viewer-gone'; stageId: string }
  | { type: 'clip-started'; stageId: string; clipId: string }
  /** The clip was played to its end; flushed clips are told by nothing. */
  | { type: 'clip-finished'; stageId: string; clipId: string };

/**
 * The avatars on their stages: each stage has one face, one queue of clips and at most one viewer.
 *
 * Clips play in real time whether or not anybody watches. Faces are drawn and sent only while somebody does.
 *
 * Errors are told by `name` (see media-errors.ts): all but `openStage`, `closeStage` and `disconnectViewer` reject with
 * an UnknownStageError where there is no such stage.
 */
export interface MediaEngine {
  /** Starts what the first viewer would otherwise wait for. Idempotent. */
  prepare(): void;
  /** @throws {StageBusyError} There is a stage of this id. */
  openStage(stageId: string, options: { avatarId: string }): Promise<void>;
  /** Idempotent. */
  closeStage(stageId: string): Promise<void>;
  /**
   * Connects the stage's viewer.
   * @throws {BadOfferError} The offer is not SDP that can be answered.
   * @throws {StageBusyError} The stage has a viewer already.
   */
  connectViewer(stageId: string, offerSdp: string, faults?: MediaFaults): Promise<ViewerAnswer>;
  /**
   * Offers the stage's picture and sound to a viewer.
   * @throws {StageBusyError} The stage has a viewer already.
   */
  offerViewer(stageId: string, faults?: MediaFaults): Promise<ViewerOffer>;
  /**
   * Takes the viewer's answer to what was offered.
   * @throws {BadAnswerError} It does not answer the offer, or there was none.
   * @throws {NoViewerError}
   */
  acceptAnswer(stageId: string, answerSdp: string): Promise<void>;
  /**
   * Adds the candidates of a trickle ICE fragment (RFC 8840).
   * @throws {BadFragmentError} The fragment is malformed, or names another media section.
   * @throws {NoViewerError}
   */
  addCandidates(stageId: string, sdpFragment: string): Promise<void>;
  /**
   * Restarts ICE with the credentials in the fragment; the answer is the engine's own fragment.
   * @throws {BadFragmentError} The fragment is malformed, or has no credentials.
   * @throws {NoViewerError}
   */
  restartIce(stageId: string, sdpFragment: string): Promise<string>;
  /** Closes the viewer's connection, where there is one; no `viewer-gone` is told of it. */
  disconnectViewer(stageId: string): Promise<void>;
  /** Puts a clip at the end of the stage's queue. */
  play(stageId: string, clipId: string, clip: SpeechClip): Promise<void>;
  /** Silences the avatar at once and empties its queue. */
  flush(stageId: string): Promise<void>;
  readonly crashes: number;
  /** The process id of the engine's process, where one runs. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

export interface MediaEngineListener {
  onEvent: (event: MediaEngineEvent) => void;
  /** The engine's process died: every stage is lost. The next call starts a new one. */
  onCrash: (reason: string) => void;
}
