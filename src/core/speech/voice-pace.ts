/** What an average voice takes for a letter, in milliseconds, and how far voices are from it. */
const MS_PER_LETTER = 58;
const FASTEST_MS = 12;
const SLOWEST_MS = 300;

/** So many letters tell how fast a voice is; fewer say more of the words than of the voice. */
const TELLING_LENGTH = 20;

/** The estimate counts as much as so many letters that were heard, and what was heard before as so many at most. */
const ESTIMATE_WEIGHT = 25;
const MOST_WEIGHT = 250;

/** A measure that is further off was no measure of what it was taken for. */
const MOST_OFF = 2.4;

/** How fast the voice of a session speaks: estimated, until it is heard. */
export class VoicePace {
  #msPerLetter: number;
  #isLearned = false;
  /** How many letters it stands for. */
  #weight = ESTIMATE_WEIGHT;

  /** @param speed The multiplier that the voice was asked for; 1 is normal. */
  constructor(speed: number) {
    this.#msPerLetter = MS_PER_LETTER / speed;
  }

  /** Whether it is that of a voice that was heard. */
  get isLearned(): boolean {
    return this.#isLearned;
  }

  msFor(letters: number): number {
    return letters * this.#msPerLetter;
  }

  /** So many letters were heard in so many milliseconds. */
  learn(letters: number, ms: number): void {
    if (letters < TELLING_LENGTH) return;
    const measured = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, ms / letters));
    const off = measured / this.#msPerLetter;
    if (off > MOST_OFF || off < 1 / MOST_OFF) return;
    this.#weight = Math.min(MOST_WEIGHT, this.#weight + letters);
    this.#msPerLetter += (measured - this.#msPerLetter) * Math.min(1, letters / this.#weight);
    this.#isLearned = true;
  }
}
