import type { VoicePace } from '../../core/speech/voice-pace.js';
import type { TrackedTurn } from './tracked-turn.js';

/** Even the fastest voice takes this share of the estimate; and hardly any takes so little for a turn that came in parts. */
const FASTEST_SHARE = 0.25;
const FAST_SHARE = 0.5;

/** How much longer than the estimate a turn may last, of a voice that was heard before, and of one that was not. */
const AT_MOST_HEARD = 1.25;
const AT_MOST_UNHEARD = 1.3;

/** A silence that is shorter is part of a word, in letters, and within these bounds in milliseconds. */
const SHORTEST_PAUSE = 1.2;
const LEAST_PAUSE_MS = 70;
const MOST_PAUSE_MS = 110;

/** Within a turn, what tells where in its text it is lasts longer than that by this factor. */
const REST_FACTOR = 1.35;

/** How long turns are likely to last, as the pace of the voice has it. */
export class TurnLengths {
  readonly #pace: VoicePace;

  constructor(pace: VoicePace) {
    this.#pace = pace;
  }

  /** Of all that was taken of a turn, in milliseconds. */
  of({ alignment }: TrackedTurn): number {
    return alignment.lengthMs(this.#pace);
  }

  /** Of what was taken last of it, in milliseconds. */
  ofLast({ last }: TrackedTurn): number {
    return last.audioMs + this.#pace.msFor(last.letters);
  }

  /** Whether the silence of so many milliseconds is a pause, and not part of a word. */
  isPause(silentMs: number): boolean {
    return silentMs >= this.#shortestPauseMs();
  }

  /** Whether it is long enough for one between sentences or clauses. */
  isRest(silentMs: number): boolean {
    const shortestMs = Math.min(MOST_PAUSE_MS, this.#pace.msFor(SHORTEST_PAUSE));
    return silentMs >= Math.max(LEAST_PAUSE_MS, REST_FACTOR * shortestMs);
  }

  /** Whether the pause after so many milliseconds is likely to be the end of the turn. */
  isEnd({ alignment }: TrackedTurn, heardMs: number, silentMs: number): boolean {
    return alignment.isEnd(heardMs, silentMs, this.#pace);
  }

  /** The turn goes on after a pause of so many milliseconds, before which it was heard for so many. */
  goesOn({ alignment }: TrackedTurn, heardMs: number, silentMs: number): void {
    alignment.goesOnAfter(heardMs, silentMs, this.#pace);
  }

  /** How much longer than estimated a turn may last. */
  atMost(turn: TrackedTurn): number {
    return this.of(turn) * (this.isSure(turn) ? AT_MOST_HEARD : AT_MOST_UNHEARD);
  }

  /** Whether an end can be told so well that little silence makes it one. */
  isSure({ alignment }: TrackedTurn): boolean {
    return this.#pace.isLearned || alignment.isRecording;
  }

  /** Whether the service can hardly have said by then what it took last: it needs its time between the parts of a turn. */
  hasMore(turn: TrackedTurn, at: number): boolean {
    if (at - turn.last.at < FASTEST_SHARE * this.ofLast(turn)) return true;
    return turn.alignment.letters > turn.last.letters && !this.isMostlyHeard(turn);
  }

  isMostlyHeard(turn: TrackedTurn): boolean {
    return turn.heardMs >= this.of(turn) * FAST_SHARE;
  }

  /** The voice that was heard may be faster or slower than the average. */
  learn({ alignment, heardMs }: TrackedTurn): void {
    if (!alignment.isRecording) this.#pace.learn(alignment.letters, heardMs);
  }

  #shortestPauseMs(): number {
    return Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, this.#pace.msFor(SHORTEST_PAUSE)));
  }
}
