import { isIP } from 'node:net';

import { SupervisedChild } from '../child/supervised-child.js';
import type { SpeechClip } from '../mouth.js';
import type {
  MediaEngine,
  MediaEngineEvent,
  MediaEngineListener,
  MediaFaults,
  MediaOptions,
  ViewerAnswer,
  ViewerOffer,
} from './media-engine.js';
import type { MediaMethods } from './media-protocol.js';

/**
 * A media engine in a process of its own, which the first call starts.
 *
 * Every method rejects with a `ChildCrashedError` when that process dies before it answered, and with a
 * `ChildCallError` that bears the name of what went wrong in there (see media-errors.ts).
 *
 * @throws {TypeError} `mediaAddress` is not an IP address.
 */
export function createMediaEngine(
  listener: MediaEngineListener,
  { mediaAddress = '127.0.0.1', noiseFloor = 0, dtx = false }: Partial<MediaOptions> = {},
): MediaEngine {
  if (isIP(mediaAddress) === 0) throw new TypeError(`The media address must be an IP address, not "${mediaAddress}".`);
  return new SpawnedMediaEngine(listener, { mediaAddress, noiseFloor, dtx });
}

class SpawnedMediaEngine implements MediaEngine {
  readonly #options: MediaOptions;
  readonly #child: SupervisedChild<MediaMethods, MediaEngineEvent>;

  constructor(listener: MediaEngineListener, options: MediaOptions) {
    this.#options = options;
    this.#child = new SupervisedChild({
      name: 'media engine',
      module: new URL('./media-process', import.meta.url),
      // glibc would keep an arena of memory for each of WebRTC's threads; viewers that come and go fill them all.
      env: { MALLOC_ARENA_MAX: '2' },
      onEvent: (event) => listener.onEvent(event),
      onCrash: (reason) => listener.onCrash(reason),
    });
  }

  get crashes(): number {
    return this.#child.crashes;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  prepare(): void {
    this.#child.prepare();
  }

  async openStage(stageId: string, { avatarId }: { avatarId: string }): Promise<void> {
    await this.#child.call('openStage', { stageId, avatarId, ...this.#options });
  }

  async closeStage(stageId: string): Promise<void> {
    if (this.pid !== undefined) await this.#child.call('closeStage', { stageId });
  }

  connectViewer(stageId: string, offerSdp: string, faults: MediaFaults = {}): Promise<ViewerAnswer> {
    return this.#child.call('connectViewer', { stageId, offerSdp, faults });
  }

  offerViewer(stageId: string, faults: MediaFaults = {}): Promise<ViewerOffer> {
    return this.#child.call('offerViewer', { stageId, faults });
  }

  async acceptAnswer(stageId: string, answerSdp: string): Promise<void> {
    await this.#child.call('acceptAnswer', { stageId, answerSdp });
  }

  async addCandidates(stageId: string, sdpFragment: string): Promise<void> {
    await this.#child.call('addCandidates', { stageId, sdpFragment });
  }

  restartIce(stageId: string, sdpFragment: string): Promise<string> {
    return this.#child.call('restartIce', { stageId, sdpFragment });
  }

  async disconnectViewer(stageId: string): Promise<void> {
    if (this.pid !== undefined) await this.#child.call('disconnectViewer', { stageId });
  }

  async play(stageId: string, clipId: string, clip: SpeechClip): Promise<void> {
    await this.#child.call('play', { stageId, clipId, clip });
  }

  async flush(stageId: string): Promise<void> {
    await this.#child.call('flush', { stageId });
  }

  close(): Promise<void> {
    return this.#child.close();
  }
}
