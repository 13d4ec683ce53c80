import { AvatarStage, type AvatarStageListener, type Viewer } from './avatar-stage.js';
import type { MediaEngine, MediaEngineEvent } from '../media/media-engine.js';

/** All stages that are open or may be opened, and the way of the media engine's events to each. */
export class AvatarStages {
  readonly #engine: MediaEngine;
  readonly #stages = new Map<string, AvatarStage>();

  constructor(engine: MediaEngine) {
    this.#engine = engine;
  }

  /** How many connections of viewers there are, or are being made. */
  get viewerCount(): number {
    return [...this.#stages.values()].filter(({ viewer }) => viewer).length;
  }

  /** Makes ready what the first viewer would otherwise wait for. */
  prepare(): void {
    this.#engine.prepare();
  }

  create(stageId: string, avatarId: string, listener: AvatarStageListener): AvatarStage {
    const stage = new AvatarStage(stageId, avatarId, this.#engine, listener);
    this.#stages.set(stageId, stage);
    return stage;
  }

  async close(stage: AvatarStage): Promise<void> {
    this.#stages.delete(stage.id);
    await stage.close();
  }

  /** The stage that a viewer watches, by the viewer's id. */
  ofViewer(viewerId: string): { stage: AvatarStage; viewer: Viewer } | undefined {
    for (const stage of this.#stages.values()) {
      if (stage.viewer?.id === viewerId) return { stage, viewer: stage.viewer };
    }
    return undefined;
  }

  handle(event: MediaEngineEvent): void {
    this.#stages.get(event.stageId)?.handle(event);
  }

  handleCrash(reason: string): void {
    for (const stage of [...this.#stages.values()]) stage.handleCrash(reason);
  }
}
