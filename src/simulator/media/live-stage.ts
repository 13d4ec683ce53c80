import type { SpeechClip } from '../mouth.js';
import type { PaintFrame } from './frame-painter.js';
import { createNoise } from './noise.js';
import { NoViewerError, StageBusyError } from './media-errors.js';
import type { MediaEngineEvent, MediaFaults, ViewerAnswer, ViewerOffer } from './media-engine.js';
import type { I420Frame, MediaPeer, MediaPeerListener } from './media-peer.js';
import { Stage } from './stage.js';
import { FRAME_MS, TICK_MS } from './stage-clock.js';

export interface LiveStageOptions {
  stageId: string;
  paint: PaintFrame;
  /** How large its pictures are at the moment. */
  size: { readonly edge: number };
  /** The loudness of a noise under everything, from 0 to 1. */
  noiseFloor: number;
  createPeer: (listener: MediaPeerListener) => MediaPeer;
  emit: (event: MediaEngineEvent) => void;
  /** Called whenever the stage may have become active. */
  wake: () => void;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
}

interface Viewer {
  peer: MediaPeer;
  faults: MediaFaults;
  connectedAt: number | undefined;
  /** The picture follows the viewer's own beat, so that stages do not all draw in the same tick. */
  frameDueInMs: number;
}

/** An avatar with its face, and the viewer that sees and hears it. */
export class LiveStage {
  readonly #options: LiveStageOptions;
  readonly #stage: Stage;
  readonly #addNoise: (samples: Int16Array) => void;
  #viewer: Viewer | undefined;
  #isDrawn = false;

  constructor(options: LiveStageOptions) {
    const { stageId, emit, now, noiseFloor } = options;
    this.#options = options;
    this.#stage = new Stage(
      {
        onClipStarted: (clipId) => emit({ type: 'clip-started', stageId, clipId }),
        onClipFinished: (clipId) => emit({ type: 'clip-finished', stageId, clipId }),
      },
      now,
    );
    this.#addNoise = createNoise(noiseFloor);
  }

  /** Whether there is anything to do in the next tick. */
  get active(): boolean {
    return this.#stage.lively || this.#audience() !== undefined;
  }

  play(clipId: string, clip: SpeechClip): void {
    this.#stage.play(clipId, clip);
    this.#options.wake();
  }

  flush(): void {
    this.#stage.flush();
  }

  async connectViewer(offerSdp: string, faults: MediaFaults): Promise<ViewerAnswer> {
    return { sdp: await this.#admit(faults, (peer) => peer.answer(offerSdp)) };
  }

  async offerViewer(faults: MediaFaults): Promise<ViewerOffer> {
    return { sdp: await this.#admit(faults, (peer) => peer.offer()) };
  }

  async acceptAnswer(answerSdp: string): Promise<void> {
    await this.#peer().acceptAnswer(answerSdp);
  }

  async addCandidates(sdpFragment: string): Promise<void> {
    await this.#peer().addCandidates(sdpFragment);
  }

  restartIce(sdpFragment: string): Promise<string> {
    return this.#peer().restartIce(sdpFragment);
  }

  disconnectViewer(): void {
    this.#viewer?.peer.close();
    this.#viewer = undefined;
  }

  /** Moves on by `ticks` of {@link TICK_MS}. */
  advance(ticks: number): void {
    const audience = this.#audience();
    for (let tick = 0; tick < ticks; tick += 1) {
      const samples = this.#stage.nextSamples();
      if (audience) this.#addNoise(samples);
      audience?.peer.sendAudio(samples);
    }
    if (!audience) return;
    if (audience.frameDueInMs <= 0) {
      audience.peer.sendFrame(this.#paint());
      // Frames that were missed are not made up for.
      audience.frameDueInMs = Math.max(0, audience.frameDueInMs + FRAME_MS);
    }
    audience.frameDueInMs -= ticks * TICK_MS;
  }

  async #admit(faults: MediaFaults, negotiate: (peer: MediaPeer) => Promise<string>): Promise<string> {
    const { stageId, createPeer, emit, now, wake } = this.#options;
    if (this.#viewer) throw new StageBusyError(`The stage "${stageId}" has a viewer already.`);
    const viewer: Viewer = {
      peer: createPeer({
        onConnected: () => {
          viewer.connectedAt = now();
          emit({ type: 'viewer-connected', stageId });
          wake();
        },
        onGone: () => {
          this.#viewer = undefined;
          emit({ type: 'viewer-gone', stageId });
        },
      }),
      faults,
      connectedAt: undefined,
      frameDueInMs: 0,
    };
    this.#viewer = viewer;
    try {
      const description = await negotiate(viewer.peer);
      // Once the viewer is answered.
      setImmediate(() => this.#rehearse());
      return description;
    } catch (error) {
      viewer.peer.close();
      if (this.#viewer === viewer) this.#viewer = undefined;
      throw error;
    }
  }

  /**
   * Draws the face, for nobody: its first picture takes many times as long as those that follow, and that of a service which draws all
   * the time is long past when a viewer has connected.
   */
  #rehearse(): void {
    if (!this.#isDrawn && this.#viewer && !this.#viewer.faults.noMedia) this.#paint();
  }

  #paint(): I420Frame {
    this.#isDrawn = true;
    return this.#options.paint(this.#stage.pose(), this.#options.size.edge);
  }

  /** The viewer, while there is media for it. */
  #audience(): Viewer | undefined {
    const viewer = this.#viewer;
    if (viewer?.connectedAt === undefined || viewer.faults.noMedia) return undefined;
    const watchedMs = this.#options.now() - viewer.connectedAt;
    return watchedMs < (viewer.faults.dropAfterMs ?? Infinity) ? viewer : undefined;
  }

  #peer(): MediaPeer {
    if (!this.#viewer) throw new NoViewerError(`The stage "${this.#options.stageId}" has no viewer.`);
    return this.#viewer.peer;
  }
}
