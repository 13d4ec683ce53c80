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

/** What is known of how fast a voice is. */
export interface Pace {
  readonly msPerLetter: number;
  readonly isLearned: boolean;
  /** How many letters it stands for. */
  readonly weight: number;
}

/** How fast the voice of a session speaks: estimated, until it is heard. */
export class VoicePace {
  /** How much longer than those of a voice of normal speed its sounds and silences last, as was asked for. */
  readonly stretch: number;
  /** What is known by now. What was known before may take its place again, where it was learned from what it was not. */
  learned: Pace;

  /** @param speed The multiplier that the voice was asked for; 1 is normal. */
  constructor(speed: number) {
    this.stretch = 1 / speed;
    this.learned = { msPerLetter: MS_PER_LETTER * this.stretch, isLearned: false, weight: ESTIMATE_WEIGHT };
  }

  /** Whether it is that of a voice that was heard. */
  get isLearned(): boolean {
    return this.learned.isLearned;
  }

  msFor(letters: number): number {
    return letters * this.learned.msPerLetter;
  }

  /** So many letters were heard in so many milliseconds. */
  learn(letters: number, ms: number): void {
    if (letters < TELLING_LENGTH) return;
    const { msPerLetter } = this.learned;
    const measured = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, ms / letters));
    const off = measured / msPerLetter;
    if (off > MOST_OFF || off < 1 / MOST_OFF) return;
    const weight = Math.min(MOST_WEIGHT, this.learned.weight + letters);
    const share = Math.min(1, letters / weight);
    this.learned = { msPerLetter: msPerLetter + (measured - msPerLetter) * share, isLearned: true, weight };
  }
}
