import { CLAUSE_REST, SENTENCE_REST, speechLengthOf } from '../../core/speech/speech-length.js';
import type { Pace, VoicePace } from '../../core/speech/voice-pace.js';

/** Something that the service has taken: a text or the length of a sound in milliseconds. */
export type Taken = { text: string } | { audioMs: number };

/** A place in a text where a voice may rest. */
interface Rest {
  /** How much is said up to it, in letters. */
  at: number;
  endsSentence: boolean;
}

const REST = /(?:[.!?…؟]+["'”’»)\]]*(?=\s|$)|[。！？｡।॥]+["”’」』）】]*)|[,;:–—،؛、，；：]/gu;
const CLAUSE_END = /^[,;:–—،؛、，；：]/u;

/** How far off an estimate is, as a share of it: of a voice that was not heard before, of one that was, of a recording. */
const OFF_UNHEARD = 0.3;
const OFF_HEARD = 0.15;
const OFF_RECORDED = 0.05;
/** And at least so much, in milliseconds: what is read every 50 ms, and words that are longer or shorter than others. */
const OFF_MS = 150;

/** What speaks against a rest: that voices hardly ever leave out the one before, between sentences or between clauses. */
const SENTENCE_SKIPPED = 4;
const CLAUSE_SKIPPED = 0.2;
/** A pause that fits worse than this is none that the text has. */
const WORST_FIT = 5;
const WORST_FIT_OF_CLAUSE = 1;
/** To take it for the end of the turn, it has to fit better: the rest of the text would be taken for that of the next one. */
const WORST_FIT_OF_END = 2;
/** A silence that is shorter than this, in milliseconds, has to fit better still: within words there are such, too. */
const TELLING_SILENCE_MS = 160;
/** What comes after it should be over is hardly anything else. */
const WORST_FIT_OF_LATE_END = 7;

/** Of two pauses, one that is so much longer is the end of the sentence that the other one was taken for. */
const LONGER = 1.5;

/** How many of the rests are over, how much was said up to there, in letters, and heard, in milliseconds. */
interface Place {
  passed: number;
  letters: number;
  heardMs: number;
}

const BEGINNING: Place = { passed: 0, letters: 0, heardMs: 0 };

/** Where in its text a turn is, told by the pauses that are heard: voices rest where sentences and clauses end. */
export class TurnAlignment {
  #text = '';
  #rests: Rest[] = [];
  #letters = 0;
  #audioMs = 0;
  #place: Place = BEGINNING;
  /** The end of a sentence that was heard last, after how long a silence, and what was known before. */
  #last: { index: number; silentMs: number; before: Place; paceBefore: Pace } | undefined;

  /** The service has taken more of the turn. */
  add(taken: Taken): void {
    if ('audioMs' in taken) {
      this.#audioMs += taken.audioMs;
      return;
    }
    this.#text += taken.text;
    const { rests, letters } = restsOf(this.#text);
    this.#rests = rests;
    this.#letters = letters;
  }

  /** How much there is to say, in letters; recordings do not count. */
  get letters(): number {
    return this.#letters;
  }

  get isRecording(): boolean {
    return this.#audioMs > 0;
  }

  /** What was taken so far will not be heard. */
  clear(): void {
    this.#text = '';
    this.#rests = [];
    this.#letters = this.#audioMs = 0;
    this.#place = BEGINNING;
    this.#last = undefined;
  }

  /** How long it is likely to be heard in all, in milliseconds. */
  lengthMs(pace: VoicePace): number {
    if (this.#letters === 0) return this.#audioMs;
    return this.#audioMs + this.#place.heardMs + pace.msFor(Math.max(0, this.#letters - this.#place.letters));
  }

  /** Whether a pause after so many milliseconds, which is long enough to be one, is likely to be the end. */
  isEnd(heardMs: number, silentMs: number, pace: VoicePace): boolean {
    const { end, skipped, rest } = this.#fits(heardMs, pace);
    if (end + skipped > (rest?.fit ?? Infinity)) return false;
    const worst = heardMs > this.lengthMs(pace) ? WORST_FIT_OF_LATE_END : WORST_FIT_OF_END;
    return end <= worst * weightOf(silentMs, pace) ** 6 * (pace.isLearned ? 1 : 0.5);
  }

  /** It went on after a pause of so many milliseconds: where that is likely to have been tells how fast the voice is. */
  goesOnAfter(heardMs: number, silentMs: number, pace: VoicePace): void {
    const isFound = this.#passNearest(heardMs, silentMs, pace) !== undefined;
    if (isFound || !this.#last || silentMs < LONGER * this.#last.silentMs) return;
    const [place, learned, { index, before, paceBefore }] = [this.#place, pace.learned, this.#last];
    this.#place = before;
    pace.learned = paceBefore;
    if (this.#passNearest(heardMs, silentMs, pace) === index) return;
    this.#place = place;
    pace.learned = learned;
  }

  /** How badly the end, and the rest that does best, fit to a pause. */
  #fits(
    heardMs: number,
    pace: VoicePace,
  ): { end: number; skipped: number; rest: { fit: number; index: number } | undefined } {
    const end = this.#fit(heardMs, this.lengthMs(pace), this.isRecording ? OFF_RECORDED : offOf(pace));
    let rest: { fit: number; index: number } | undefined;
    let skipped = 0;
    for (let index = this.#place.passed; index < this.#rests.length - 1; index += 1) {
      const next = this.#rests[index];
      if (!next || this.isRecording) break;
      const expectedMs = this.#place.heardMs + pace.msFor(next.at - this.#place.letters);
      const fit = skipped + this.#fit(heardMs, expectedMs, offOf(pace));
      if (!rest || fit < rest.fit) rest = { fit, index };
      skipped += next.endsSentence ? SENTENCE_SKIPPED : CLAUSE_SKIPPED;
    }
    return { end, skipped, rest };
  }

  /** Goes on to the rest that fits to a pause; gives which one that is, if any does. */
  #passNearest(heardMs: number, silentMs: number, pace: VoicePace): number | undefined {
    const { end, skipped, rest: found } = this.#fits(heardMs, pace);
    const rest = this.#rests[found?.index ?? Infinity];
    if (!found || !rest || found.fit >= end + skipped) return undefined;
    if (found.fit > (rest.endsSentence ? WORST_FIT : WORST_FIT_OF_CLAUSE)) return undefined;
    const { index } = found;
    const before = this.#place;
    if (rest.endsSentence) {
      this.#last = { index, silentMs, before, paceBefore: pace.learned };
      pace.learn(rest.at - before.letters, heardMs - before.heardMs);
    }
    this.#place = { passed: index + 1, letters: rest.at, heardMs };
    return index;
  }

  /** 0 where it fits; by the square of how far off it is. */
  #fit(heardMs: number, expectedMs: number, off: number): number {
    const [heard, expected] = [heardMs - this.#place.heardMs, expectedMs - this.#place.heardMs];
    if (heard <= 0 || expected <= 0) return Infinity;
    return (Math.log(heard / expected) / Math.hypot(off, OFF_MS / expected)) ** 2;
  }
}

/** How much a silence tells, up to 1. A fast voice makes shorter ones. */
function weightOf(silentMs: number, { stretch }: VoicePace): number {
  return Math.min(1, silentMs / (TELLING_SILENCE_MS * stretch ** 0.75));
}

function offOf(pace: VoicePace): number {
  return pace.isLearned ? OFF_HEARD : OFF_UNHEARD;
}

function restsOf(text: string): { rests: Rest[]; letters: number } {
  const rests: Rest[] = [];
  let letters = 0;
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(REST)) {
    const isClause = CLAUSE_END.test(mark);
    letters += speechLengthOf(text.slice(from, index + mark.length));
    from = index + mark.length;
    rests.push({ at: letters - (isClause ? CLAUSE_REST : SENTENCE_REST), endsSentence: !isClause });
  }
  const rest = speechLengthOf(text.slice(from));
  if (rest > 0) rests.push({ at: letters + rest, endsSentence: true });
  return { rests, letters: rests.at(-1)?.at ?? 0 };
}
