import { StageBusyError, UnknownStageError } from './media-errors.js';
import type { LiveStage, LiveStageOptions } from './live-stage.js';
import { PictureSize } from './picture-size.js';
import { StageClock } from './stage-clock.js';

/** All stages, and the clock that runs while any of them has something to do. */
export class MediaStages {
  readonly #stages = new Map<string, LiveStage>();
  readonly #clock: StageClock;
  readonly #now: () => number;
  /** They share one thread, and so the size of their pictures. */
  readonly #size = new PictureSize();

  /** @param now A monotonic clock, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.#clock = new StageClock((ticks) => this.#advance(ticks), now);
  }

  /**
   * @param create Is told what to call when the stage may have become active, and the size of its pictures.
   * @throws {StageBusyError} There is one of this id.
   */
  open(stageId: string, create: (wake: () => void, size: LiveStageOptions['size']) => LiveStage): void {
    if (this.#stages.has(stageId)) throw new StageBusyError(`There is a stage "${stageId}" already.`);
    this.#stages.set(
      stageId,
      create(() => this.#clock.start(), this.#size),
    );
  }

  /** @throws {UnknownStageError} */
  get(stageId: string): LiveStage {
    const stage = this.#stages.get(stageId);
    if (!stage) throw new UnknownStageError(`There is no stage "${stageId}".`);
    return stage;
  }

  /** Idempotent. */
  close(stageId: string): void {
    this.disconnectViewer(stageId);
    this.#stages.delete(stageId);
  }

  /** Idempotent, and nothing where there is no such stage: its viewer went with it. */
  disconnectViewer(stageId: string): void {
    this.#stages.get(stageId)?.disconnectViewer();
  }

  closeAll(): void {
    for (const stageId of this.#stages.keys()) this.close(stageId);
    this.#clock.stop();
  }

  #advance(ticks: number): void {
    const active = [...this.#stages.values()].filter((stage) => stage.active);
    const from = this.#now();
    for (const stage of active) stage.advance(ticks);
    this.#size.onBeat(ticks, this.#now() - from);
    if (active.length > 0) return;
    this.#clock.stop();
    // What was too much for the viewers of before says nothing of those to come.
    this.#size.reset();
  }
}
