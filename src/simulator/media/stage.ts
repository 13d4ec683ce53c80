import type { FacePose } from '../face/face.js';
import { CLIP_SAMPLE_RATE, CLOSED_MOUTH, type SpeechClip } from '../mouth.js';
import { poseAt } from '../mouth-timeline.js';
import { TICK_MS } from './stage-clock.js';

export const SAMPLES_PER_TICK = (CLIP_SAMPLE_RATE / 1000) * TICK_MS;

// The face livens up and calms down within 200 ms.
const ENERGY_PER_TICK = TICK_MS / 200;

export interface StageListener {
  onClipStarted: (clipId: string) => void;
  /** The clip's last sample was handed out. */
  onClipFinished: (clipId: string) => void;
}

/** One avatar: what it says, and how it looks while it does. Knows neither pixels nor viewers. */
export class Stage {
  readonly #listener: StageListener;
  readonly #now: () => number;
  readonly #openedAt: number;
  #queue: { clipId: string; clip: SpeechClip }[] = [];
  /** How many samples of the first clip were handed out. */
  #position = 0;
  #energy = 0;

  /** @param now A monotonic clock, in milliseconds. */
  constructor(listener: StageListener, now: () => number) {
    this.#listener = listener;
    this.#now = now;
    this.#openedAt = now();
  }

  /** Whether it speaks, or has not calmed down yet. */
  get lively(): boolean {
    return this.#queue.length > 0 || this.#energy > 0;
  }

  play(clipId: string, clip: SpeechClip): void {
    this.#queue.push({ clipId, clip });
  }

  flush(): void {
    this.#queue = [];
    this.#position = 0;
  }

  /** The next {@link TICK_MS} of sound, {@link SAMPLES_PER_TICK} samples; clips follow each other without a gap. */
  nextSamples(): Int16Array {
    const speaks = this.#queue.length > 0;
    this.#energy = Math.min(1, Math.max(0, this.#energy + (speaks ? ENERGY_PER_TICK : -ENERGY_PER_TICK)));

    const samples = new Int16Array(SAMPLES_PER_TICK);
    for (let filled = 0; filled < samples.length;) {
      const first = this.#queue[0];
      if (!first) break;
      filled += this.#copy(first, samples.subarray(filled));
    }
    return samples;
  }

  /** How the face looks at the end of the samples handed out last. */
  pose(): FacePose {
    const first = this.#queue[0];
    const clipMs = (this.#position / CLIP_SAMPLE_RATE) * 1000;
    return {
      timeMs: this.#now() - this.#openedAt,
      mouth: first ? poseAt(first.clip.mouth, clipMs) : CLOSED_MOUTH,
      energy: this.#energy,
    };
  }

  /** Copies what fits of the first clip, and takes the clip off the queue at its end. */
  #copy({ clipId, clip: { pcm } }: { clipId: string; clip: SpeechClip }, target: Int16Array): number {
    if (this.#position === 0) this.#listener.onClipStarted(clipId);
    const part = pcm.subarray(this.#position, this.#position + target.length);
    target.set(part);
    this.#position += part.length;
    if (this.#position === pcm.length) {
      this.#queue.shift();
      this.#position = 0;
      this.#listener.onClipFinished(clipId);
    }
    return part.length;
  }
}
