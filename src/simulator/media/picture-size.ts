import { FACE_SIZE } from '../face/face.js';
import { FRAME_MS, TICK_MS } from './stage-clock.js';

/** The edges of the pictures that are sent, in pixels, from the largest. */
const SIZES = [FACE_SIZE, 384, 256] as const;

/** What is judged at a time. */
const WINDOW_MS = 1000;
/** A first picture, or a machine that was busy for a moment, is no reason to shrink. */
const WINDOWS_TO_SHRINK = 2;
const WINDOWS_TO_GROW = 5;
/** Who has grown too early waits longer the next time, up to this. */
const MOST_WINDOWS_TO_GROW = 80;
/** The share of a window's pictures that came too late to be drawn. */
const TOO_MANY_LOST = 0.1;
const FEW_LOST = 0.02;
/** The share of the time that goes to the pictures: below it, something else is in their way, and smaller ones would not help. */
const BUSY = 0.6;
/** What larger pictures may take, going by their pixels, to be tried. */
const ROOM = 0.6;

/**
 * How large the pictures are: as large as can be drawn at their rate. Where pictures are lost because drawing takes too long they
 * become smaller, as those of an encoder do, and larger again once that would leave time to spare: soon the first time, but later each
 * time that it was too early, so that the size does not flicker.
 */
export class PictureSize {
  #step = 0;
  #windowMs = 0;
  #busyMs = 0;
  #lostMs = 0;
  #bad = 0;
  #good = 0;
  #windowsToGrow = WINDOWS_TO_GROW;
  #hasGrown = false;

  /** The edge in pixels. */
  get edge(): number {
    return SIZES[this.#step] ?? FACE_SIZE;
  }

  /**
   * Told of each beat of the stages.
   * @param ticks Of {@link TICK_MS}, that have become due at once.
   * @param tookMs How long it took to serve them.
   */
  onBeat(ticks: number, tookMs: number): void {
    const dueMs = ticks * TICK_MS;
    this.#windowMs += dueMs;
    this.#busyMs += tookMs;
    // One picture is drawn in a beat, however many were due.
    this.#lostMs += Math.max(0, dueMs - FRAME_MS);
    if (this.#windowMs < WINDOW_MS) return;
    this.#judge(this.#busyMs / this.#windowMs, this.#lostMs / this.#windowMs);
    this.#windowMs = this.#busyMs = this.#lostMs = 0;
  }

  /** Begins anew. */
  reset(): void {
    this.#step = 0;
    this.#windowsToGrow = WINDOWS_TO_GROW;
    this.#windowMs = this.#busyMs = this.#lostMs = this.#bad = this.#good = 0;
    this.#hasGrown = false;
  }

  #judge(busy: number, lost: number): void {
    const larger = SIZES[this.#step - 1];
    const isBad = lost > TOO_MANY_LOST && busy > BUSY;
    const isGood = larger !== undefined && lost <= FEW_LOST && busy * (larger / this.edge) ** 2 < ROOM;
    this.#bad = isBad ? this.#bad + 1 : 0;
    this.#good = isGood ? this.#good + 1 : 0;
    if (this.#bad >= WINDOWS_TO_SHRINK && this.#step < SIZES.length - 1) {
      if (this.#hasGrown) this.#windowsToGrow = Math.min(MOST_WINDOWS_TO_GROW, 2 * this.#windowsToGrow);
      this.#move(1);
    } else if (this.#good >= this.#windowsToGrow) {
      this.#move(-1);
      this.#hasGrown = true;
    }
  }

  #move(steps: 1 | -1): void {
    this.#step += steps;
    this.#bad = this.#good = 0;
    this.#hasGrown = false;
  }
}
