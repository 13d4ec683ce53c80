/** A place further back is not told more often than this, in milliseconds: in a long queue it changes every few seconds. */
const TOLD_EVERY_MS = 20_000;

/** From here on each step counts. */
const NEAR = 3;

/** What of the changes of place those are told who do not see them: neither each of them, nor one twice. */
export class PlaceNews {
  readonly #now: () => number;
  #told: number | undefined;
  #toldAt = -Infinity;

  /** @param now Milliseconds on a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The place to tell, or the one that was told last. */
  of(place: number | undefined): number | undefined {
    if (place === this.#told) return place;
    const isNews = place === undefined || place <= NEAR || this.#told === undefined;
    if (!isNews && this.#now() - this.#toldAt < TOLD_EVERY_MS) return this.#told;
    this.#told = place;
    this.#toldAt = this.#now();
    return place;
  }
}
