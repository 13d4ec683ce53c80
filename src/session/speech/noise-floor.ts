/** A floor is what was softest within so long, in milliseconds: nobody speaks that long without a pause. */
const WINDOW_MS = 1500;

/** What is louder is no noise, on a scale from 0 to 1. */
const LOUDEST = 0.012;

/** Speech is so much louder than the noise below it. */
const FACTOR = 1.4;

/** Where packets stop in silence, the softest that comes is no noise: so long after they did, in milliseconds. */
const SILENT_FOR_MS = 5000;

/** The constant noise of a line or a voice, below which nothing tells. */
export class NoiseFloor {
  #before = Infinity;
  #current = Infinity;
  #until = -Infinity;
  #stoppedAt = -Infinity;

  /** No packets come, as where a service sends none in silence. */
  stopped(now: number): void {
    this.#stoppedAt = now;
  }

  add(level: number, now: number): void {
    if (now >= this.#until) {
      this.#before = this.#current;
      this.#current = Infinity;
      this.#until = now + WINDOW_MS;
    }
    this.#current = Math.min(this.#current, level);
  }

  /** The threshold, raised to where the noise does not reach it. */
  above(threshold: number, now: number): number {
    if (now - this.#stoppedAt < SILENT_FOR_MS) return threshold;
    const floor = Math.min(this.#before, this.#current);
    return floor === Infinity ? threshold : Math.max(threshold, FACTOR * Math.min(floor, LOUDEST));
  }
}
