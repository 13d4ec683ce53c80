import { CLAUSE_REST, SENTENCE_REST, speechLengthOf } from '../../core/speech/speech-length.js';
import type { VoicePace } from '../../core/speech/voice-pace.js';

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
/** To take it for the end of the turn, it has to fit better: the rest of the text would be taken for that of the next one. */
const WORST_FIT_OF_END = 2;

/** Where in its text a turn is, told by the pauses that are heard: voices rest where sentences and clauses end. */
export class TurnAlignment {
  #text = '';
  #rests: Rest[] = [];
  #letters = 0;
  #audioMs = 0;
  /** How many of the rests are over, and up to where. */
  #passed = 0;
  #lettersSaid = 0;
  #heardMs = 0;

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
    this.#letters = this.#audioMs = this.#passed = this.#lettersSaid = this.#heardMs = 0;
  }

  /** How long it is likely to be heard in all, in milliseconds. */
  lengthMs(pace: VoicePace): number {
    if (this.#letters === 0) return this.#audioMs;
    return this.#audioMs + this.#heardMs + pace.msFor(Math.max(0, this.#letters - this.#lettersSaid));
  }

  /**
   * It was heard for so long, and now there is a pause. Tells whether that is likely to be its end; otherwise the pace of the
   * voice is learned from it.
   */
  pause(heardMs: number, pace: VoicePace): boolean {
    const end = this.#fit(heardMs, this.lengthMs(pace), this.isRecording ? OFF_RECORDED : offOf(pace));
    let best: { fit: number; index: number } | undefined;
    let skipped = 0;
    for (let index = this.#passed; index < this.#rests.length - 1; index += 1) {
      const rest = this.#rests[index];
      if (!rest || this.isRecording) break;
      const expectedMs = this.#heardMs + pace.msFor(rest.at - this.#lettersSaid);
      const fit = skipped + this.#fit(heardMs, expectedMs, offOf(pace));
      if (!best || fit < best.fit) best = { fit, index };
      skipped += rest.endsSentence ? SENTENCE_SKIPPED : CLAUSE_SKIPPED;
    }
    if (end + skipped <= (best?.fit ?? Infinity)) return end <= WORST_FIT_OF_END;
    if (best && best.fit <= WORST_FIT) this.#pass(best.index, heardMs, pace);
    return false;
  }

  #pass(index: number, heardMs: number, pace: VoicePace): void {
    const rest = this.#rests[index];
    if (!rest) return;
    if (rest.endsSentence) pace.learn(rest.at - this.#lettersSaid, heardMs - this.#heardMs);
    this.#passed = index + 1;
    this.#lettersSaid = rest.at;
    this.#heardMs = heardMs;
  }

  /** 0 where it fits; by the square of how far off it is. */
  #fit(heardMs: number, expectedMs: number, off: number): number {
    const [heard, expected] = [heardMs - this.#heardMs, expectedMs - this.#heardMs];
    if (heard <= 0 || expected <= 0) return Infinity;
    return (Math.log(heard / expected) / Math.hypot(off, OFF_MS / expected)) ** 2;
  }
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
