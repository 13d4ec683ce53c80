import { randomUUID } from 'node:crypto';

import type { MediaEngine, MediaEngineEvent, MediaFaults } from '../media/media-engine.js';
import type { SpeechClip } from '../mouth.js';
import { Refusal } from '../http/refusal.js';
import type { SpeechStage } from './speech-turns.js';

/** How long a second viewer is asked to wait for the first one to leave, in seconds. */
const VIEWER_RETRY_SECONDS = 2;

export interface AvatarStageListener {
  onClipStarted?: (clipId: string) => void;
  onClipFinished?: (clipId: string) => void;
  /** The viewer's connection is gone without having been closed here. */
  onViewerGone?: () => void;
  /** The media engine died with the stage on it. */
  onLost?: (reason: string) => void;
}

/** One viewer's connection: what WHEP calls the resource. */
export interface Viewer {
  id: string;
  /** Names the ICE session, as an entity tag has to. */
  etag: string;
}

/** A stage of the media engine, which opens when it is first needed and has at most one viewer. */
export class AvatarStage implements SpeechStage {
  readonly id: string;
  readonly #avatarId: string;
  readonly #engine: MediaEngine;
  readonly #listener: AvatarStageListener;
  #opening: Promise<void> | undefined;
  #viewer: Viewer | undefined;
  #isGone = false;

  constructor(id: string, avatarId: string, engine: MediaEngine, listener: AvatarStageListener) {
    this.id = id;
    this.#avatarId = avatarId;
    this.#engine = engine;
    this.#listener = listener;
  }

  get viewer(): Viewer | undefined {
    return this.#viewer;
  }

  async play(clipId: string, clip: SpeechClip): Promise<void> {
    await this.#open();
    await this.#engine.play(this.id, clipId, clip);
  }

  async flush(): Promise<void> {
    if (!this.#opening) return;
    await this.#opening;
    await this.#engine.flush(this.id);
  }

  /**
   * Answers a viewer's offer.
   * @throws {Refusal} 409: somebody watches already. 400: the offer cannot be answered.
   */
  async connectViewer(offerSdp: string, faults: MediaFaults): Promise<{ viewer: Viewer; sdp: string }> {
    return this.#admit(() => this.#engine.connectViewer(this.id, offerSdp, faults));
  }

  /**
   * Offers the stage to a viewer, whose answer {@link acceptAnswer} takes.
   * @throws {Refusal} 409: somebody watches already.
   */
  async offerViewer(): Promise<{ viewer: Viewer; sdp: string }> {
    return this.#admit(() => this.#engine.offerViewer(this.id));
  }

  /** @throws {Refusal} 400: the answer does not go with what was offered, or nothing was. */
  async acceptAnswer(answerSdp: string): Promise<void> {
    await refuseBadInput(this.#engine.acceptAnswer(this.id, answerSdp));
  }

  /** Adds the candidates of a trickle ICE fragment. */
  async addCandidates(sdpFragment: string): Promise<void> {
    await refuseBadInput(this.#engine.addCandidates(this.id, sdpFragment));
  }

  /** Restarts ICE, which gives the viewer a new entity tag; the result is the engine's own fragment. */
  async restartIce(viewer: Viewer, sdpFragment: string): Promise<string> {
    const answer = await refuseBadInput(this.#engine.restartIce(this.id, sdpFragment));
    viewer.etag = createEtag();
    return answer;
  }

  async disconnectViewer(viewer: Viewer): Promise<void> {
    if (this.#viewer !== viewer) return;
    await this.#engine.disconnectViewer(this.id);
    this.#forget(viewer);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#viewer = undefined;
    // Whoever asked for a stage that did not open was told so.
    const isOpen = await this.#opening?.then(
      () => true,
      () => false,
    );
    if (!isOpen) return;
    try {
      await this.#engine.closeStage(this.id);
    } catch (error) {
      // The engine died: nothing is left of the stage.
      if (!isNamed(error, 'ChildCrashedError')) throw error;
    }
  }

  handle(event: MediaEngineEvent): void {
    if (event.type === 'clip-started') this.#listener.onClipStarted?.(event.clipId);
    else if (event.type === 'clip-finished') this.#listener.onClipFinished?.(event.clipId);
    else if (event.type === 'viewer-gone' && this.#viewer) {
      this.#viewer = undefined;
      this.#listener.onViewerGone?.();
    }
  }

  /** The media engine died. */
  handleCrash(reason: string): void {
    if (!this.#opening || this.#isGone) return;
    this.#isGone = true;
    this.#viewer = undefined;
    this.#listener.onLost?.(reason);
  }

  async #admit(connect: () => Promise<{ sdp: string }>): Promise<{ viewer: Viewer; sdp: string }> {
    if (this.#viewer) {
      throw new Refusal(409, 'The session already has a viewer.', { retryAfterSeconds: VIEWER_RETRY_SECONDS });
    }
    const viewer: Viewer = { id: randomUUID(), etag: createEtag() };
    this.#viewer = viewer;
    try {
      await this.#open();
      const { sdp } = await refuseBadInput(connect());
      return { viewer, sdp };
    } catch (error) {
      this.#forget(viewer);
      throw error;
    }
  }

  #forget(viewer: Viewer): void {
    if (this.#viewer === viewer) this.#viewer = undefined;
  }

  #open(): Promise<void> {
    if (this.#isGone) return Promise.reject(new Refusal(410, 'The session has ended.'));
    this.#opening ??= this.#engine.openStage(this.id, { avatarId: this.#avatarId }).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}

function createEtag(): string {
  return `"${randomUUID()}"`;
}

const BAD_INPUT = ['BadOfferError', 'BadAnswerError', 'BadFragmentError'];

/** Turns the media engine's complaints about what a viewer sent into answers for that viewer. */
async function refuseBadInput<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && BAD_INPUT.includes(error.name)) {
      throw new Refusal(400, error.message, { cause: error });
    }
    // The viewer, or the whole session, went while the request was on its way.
    if (isNamed(error, 'NoViewerError') || isNamed(error, 'UnknownStageError')) {
      throw new Refusal(404, 'There is no such resource.', { cause: error });
    }
    throw error;
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
