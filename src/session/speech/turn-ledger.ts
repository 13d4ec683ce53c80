import { AvatarError } from '../../core/errors.js';
import type { VoicePace } from '../../core/speech/voice-pace.js';
import type { TurnMetrics } from '../session-metrics.js';
import type { Outlook } from './speech-detector.js';
import type { TurnOutcome } from './speech-turn.js';
import { TrackedTurn } from './tracked-turn.js';
import type { Taken } from './turn-alignment.js';
import { TurnLengths } from './turn-lengths.js';

/** How far off an estimated length may be: below it, a turn goes on after a pause; above it, the next one has begun. */
const AT_LEAST = 0.8;
const AT_MOST = 1.25;
const AT_MOST_WITH_PAUSES = 1.6;

/** Of what was not listened to for longer than this, nothing is known, in milliseconds. */
const LONGEST_READING_MS = 250;

/** Silence after which no more comes, in milliseconds: of a turn that was heard, of one that may have been, of one that was not. */
const PATIENCE_BEGUN_MS = 5000;
const PATIENCE_PERHAPS_MS = 10_000;
const PATIENCE_UNHEARD_MS = 15_000;

type OnOpen = (turn: TrackedTurn, kind: TurnMetrics['kind']) => void;

/**
 * Which turn is being said. Only the sound tells, so turns that follow each other are told apart by how long each is likely to
 * last, and by the pauses in it. Turns end in the order in which they were opened, and each ends some time.
 */
export class TurnLedger {
  readonly #onOpen: OnOpen;
  readonly #lengths: TurnLengths;
  #turns: TrackedTurn[] = [];
  #tickedAt = Infinity;
  /** Whether there was a pause between turns before. */
  #hasPaused = false;
  /** Whether what is heard pauses. */
  #isPause = false;
  /** How much of the turn at hand was heard before the pause that is heard, and how long that is, in milliseconds. */
  #paused: { heardMs: number; silentMs: number } | undefined;
  /** Since when the avatar is heard without a pause, or since the turn at hand has begun. */
  #heardFrom: number | undefined;
  #heardLastAt = -Infinity;
  /** Before this, silence tells nothing. */
  #listensFrom = -Infinity;

  constructor(pace: VoicePace, onOpen: OnOpen = () => undefined) {
    this.#lengths = new TurnLengths(pace);
    this.#onOpen = onOpen;
  }

  /** Those that are not settled, in the order in which they are heard. */
  get unsettled(): readonly TrackedTurn[] {
    return this.#turns.filter(({ isSettled }) => !isSettled);
  }

  /** Whether something that was taken has yet to be heard to its end. */
  get isExpecting(): boolean {
    return this.#turns.some((turn) => this.#lengths.of(turn) > 0);
  }

  /** The turn of that id; a new one where there is none. */
  open(id: string, kind: TurnMetrics['kind'] = 'text'): TrackedTurn {
    const known = this.#turns.find((turn) => turn.id === id && !turn.isSettled);
    if (known) return known;
    const turn = new TrackedTurn(id);
    this.#turns.push(turn);
    this.#onOpen(turn, kind);
    return turn;
  }

  /**
   * The service has taken something of a turn, which it was sent at `sentAt`.
   * @param wholeAt When it counts as the last of it, unless more comes.
   */
  take(turn: TrackedTurn, taken: Taken, sentAt: number, now: number, wholeAt: number): void {
    if (this.#lengths.of(turn) === 0) this.#queueUp(turn);
    turn.add(taken, sentAt);
    turn.wholeAt = wholeAt;
    if (wholeAt <= now) turn.accept();
    // The end of a turn that is known no more.
    if (wholeAt <= now && (this.#lengths.of(turn) === 0 || this.#isHeardOut(turn)))
      this.#finish(turn, { outcome: 'ended' });
    if (this.#heardFrom !== undefined) this.#beginNext(now, false);
  }

  /** Settles a turn before its time. What the service has taken of it is still to be heard. */
  abandon(turn: TrackedTurn, outcome: TurnOutcome, now: number): void {
    turn.settle(outcome);
    turn.wholeAt = Math.min(turn.wholeAt, now);
    if (this.#lengths.of(turn) === 0) this.#remove(turn);
  }

  /** Settles all turns: nothing of them is heard any more. */
  interrupt(): void {
    for (const turn of this.#turns) turn.settle({ outcome: 'interrupted' });
    this.#turns = [];
    this.#heardFrom = undefined;
  }

  /** The session is gone. Turns that it had accepted completely are over; of the others, the part not yet accepted is said. */
  loseTaken(): void {
    for (const turn of this.#turns.filter(({ wholeAt }) => wholeAt < Infinity)) {
      turn.settle({ outcome: 'interrupted' });
      this.#remove(turn);
    }
    for (const turn of this.#turns) turn.forgetTaken();
    this.#heardFrom = undefined;
  }

  /** Listening begins, or goes on. */
  listenFrom(now: number, isSpeaking: boolean): void {
    const current = this.#current();
    if (current) {
      current.heardMs = this.#heardMs(current);
      current.isBegunForSure = false;
    }
    this.#listensFrom = now;
    this.#heardFrom = isSpeaking ? now : undefined;
  }

  /** What the pause that is heard is likely to be; undefined where no turn is known. */
  outlook(now: number): Outlook | undefined {
    const turn = this.#current();
    if (!turn) return undefined;
    if (turn.wholeAt > now) return 'pause';
    if (turn.isAtEnd && this.#lengths.isSure(turn)) return 'end';
    return this.#heardMs(turn) < this.#lengths.of(turn) * AT_LEAST ? 'pause' : 'either';
  }

  /** Whether a turn waits behind the one that is heard, so that the end of that one has to be found. */
  get hasNext(): boolean {
    return this.#next() !== undefined;
  }

  heardStart(at: number): void {
    this.#heardLastAt = at;
    const current = this.#current();
    if (current && this.#next() && this.outlook(at) !== 'pause') this.#finish(current, { outcome: 'ended' });
    this.#heardFrom = at;
    this.#beginNext(at, true);
  }

  /** @param at When it was last heard, which is a while ago. */
  heardEnd(at: number, now: number): void {
    this.#heardLastAt = at;
    // As many turns were said as fit best into the time.
    this.#passOn(now, (length, next) => length + Math.max(next / 2, length * (AT_MOST - 1)));
    const current = this.#current();
    const from = this.#heardFrom;
    this.#heardFrom = undefined;
    if (!current) return;
    if (from !== undefined) current.heardMs += Math.max(0, at - from);
    if (current.wholeAt <= now && !this.#lengths.hasMore(current, at)) this.#finish(current, { outcome: 'ended' });
  }

  /**
   * To be called now and then.
   * @param heardAt When the avatar was last heard; undefined while it is silent.
   * @param silentMs For how long it has been silent since.
   */
  tick(now: number, heardAt: number | undefined, silentMs = 0): void {
    if (heardAt !== undefined) {
      this.#followSound(now, heardAt, silentMs);
      return;
    }
    this.#tickedAt = Infinity;
    for (const turn of [...this.#turns]) {
      if (turn.wholeAt > now) return;
      const isPerhapsHeard = turn.startedAt !== undefined || this.#heardLastAt > turn.last.at;
      const silentSince = Math.max(this.#heardLastAt, this.#listensFrom, turn.last.at);
      if (now - silentSince < this.#patienceMs(turn, isPerhapsHeard)) return;
      if (isPerhapsHeard) this.#finish(turn, { outcome: 'ended' });
      else this.#finish(turn, { outcome: 'failed', error: unheard() });
    }
  }

  #followSound(now: number, heardAt: number, silentMs: number): void {
    if (now - this.#tickedAt > LONGEST_READING_MS) this.#passOnUnheard(now, this.#tickedAt);
    this.#tickedAt = now;
    this.#heardLastAt = heardAt;
    const isPause = this.#lengths.isPause(silentMs);
    if (isPause) this.#pauseAt(heardAt, now, silentMs);
    else if (this.#isPause) this.#goOnAt(heardAt);
    this.#isPause = isPause;
    this.#passOn(now, (length, _next, turn) =>
      this.#hasPaused ? length * AT_MOST_WITH_PAUSES : this.#lengths.atMost(turn),
    );
  }

  #pauseAt(heardAt: number, now: number, silentMs: number): void {
    const current = this.#current();
    if (!current || this.#heardFrom === undefined) return;
    const heardMs = this.#heardMs(current);
    if (this.#lengths.isRest(silentMs)) this.#paused = { heardMs, silentMs };
    current.isAtEnd = this.#lengths.isEnd(current, heardMs, silentMs) && current.wholeAt <= now;
    if (!current.isAtEnd || !this.#next()) return;
    current.heardMs += Math.max(0, heardAt - this.#heardFrom);
    this.#heardFrom = this.#paused = undefined;
    this.#lengths.learn(current);
    this.#hasPaused = true;
    this.#finish(current, { outcome: 'ended' });
  }

  /** Nobody listened for a while: a turn that had its time then is over. */
  #passOnUnheard(now: number, lastAt: number): void {
    const current = this.#current();
    if (!current || !this.#next() || this.#heardFrom === undefined || current.wholeAt > now) return;
    const endsAt = this.#heardFrom + this.#lengths.of(current) - current.heardMs;
    if (endsAt > now) return;
    // One that was overdue has ended meanwhile, too.
    const at = Math.max(endsAt, (lastAt + now) / 2);
    this.#finish(current, { outcome: 'ended' });
    this.#heardFrom = at;
    this.#beginNext(at, false);
  }

  #goOnAt(heardAt: number): void {
    const current = this.#current();
    if (current && this.#paused) this.#lengths.goesOn(current, this.#paused.heardMs, this.#paused.silentMs);
    this.#paused = undefined;
    for (const turn of this.#turns) turn.isAtEnd = false;
    this.#heardFrom ??= heardAt;
    this.#beginNext(heardAt, true);
  }

  #patienceMs(turn: TrackedTurn, isPerhapsHeard: boolean): number {
    if (turn.startedAt !== undefined) return PATIENCE_BEGUN_MS;
    return isPerhapsHeard ? PATIENCE_PERHAPS_MS : this.#lengths.of(turn) + PATIENCE_UNHEARD_MS;
  }

  /** Turns that follow without a pause: each has had its time once `threshold`, of its own length and the next one's, is over. */
  #passOn(now: number, threshold: (lengthMs: number, nextMs: number, turn: TrackedTurn) => number): void {
    for (let current = this.#current(); current; current = this.#current()) {
      const next = this.#next();
      if (!next || current.wholeAt > now || this.#heardFrom === undefined) return;
      const lengthMs = this.#lengths.of(current);
      if (this.#heardMs(current) < threshold(lengthMs, this.#lengths.of(next), current)) return;
      const endedAt = this.#heardFrom + Math.max(0, lengthMs - current.heardMs);
      current.isBegunForSure = false; // Its length tells nothing of the voice.
      this.#finish(current, { outcome: 'ended' });
      this.#heardFrom = Math.min(endedAt, this.#heardLastAt);
      next.begin(this.#heardFrom, false);
    }
  }

  /** Whether all of it was heard before it was told to be all. */
  #isHeardOut(turn: TrackedTurn): boolean {
    if (this.#lengths.ofLast(turn) > 0 || turn.startedAt === undefined) return false;
    return this.#heardFrom === undefined && this.#lengths.isMostlyHeard(turn);
  }

  /** Turns are said in the order in which they came to the service. */
  #queueUp(turn: TrackedTurn): void {
    const taken = this.#turns.filter((other) => this.#lengths.of(other) > 0);
    const waiting = this.#turns.filter((other) => other !== turn && this.#lengths.of(other) === 0);
    this.#turns = [...taken, turn, ...waiting];
  }

  #beginNext(at: number, isForSure: boolean): void {
    if (!this.#current()) this.#next()?.begin(at, isForSure);
  }

  #finish(turn: TrackedTurn, outcome: TurnOutcome): void {
    if (outcome.outcome === 'ended') {
      if (turn.isBegunForSure && !this.#next()) this.#lengths.learn(turn);
      turn.begin(turn.startedAt ?? this.#heardLastAt, false);
      turn.accept();
    }
    turn.settle(outcome);
    this.#remove(turn);
  }

  #remove(turn: TrackedTurn): void {
    this.#turns = this.#turns.filter((other) => other !== turn);
  }

  #current(): TrackedTurn | undefined {
    return this.#turns.find(({ startedAt }) => startedAt !== undefined);
  }

  #next(): TrackedTurn | undefined {
    return this.#turns.find((turn) => turn.startedAt === undefined && this.#lengths.of(turn) > 0);
  }

  #heardMs({ heardMs }: TrackedTurn): number {
    return heardMs + (this.#heardFrom === undefined ? 0 : Math.max(0, this.#heardLastAt - this.#heardFrom));
  }
}

function unheard(): AvatarError {
  return new AvatarError('TIMEOUT', 'The service took what was to be said, but the avatar was not heard to say it.');
}
