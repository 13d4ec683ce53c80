import { AvatarError } from '../../core/errors.js';
import type { TextLink } from '../../core/speech/text-link.js';
import type { SpeechTurn, TurnOutcome } from './speech-turn.js';
import { TurnAlignment, type Taken } from './turn-alignment.js';

class Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve!: (value: Value) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined); // Not everybody listens to each.
  }
}

/**
 * A turn as it is kept by those who make it happen. One that was settled before its time may still be heard: the service
 * goes on with what it has taken.
 */
export class TrackedTurn implements SpeechTurn {
  readonly id: string;
  readonly links: TextLink[] = [];
  readonly #accepted = new Deferred<void>();
  readonly #started = new Deferred<void>();
  readonly #finished = new Deferred<TurnOutcome>();
  /** Where in what is said of it the avatar is. */
  readonly alignment = new TurnAlignment();
  #text = '';
  #isSettled = false;
  #last: { letters: number; audioMs: number; at: number } = { letters: 0, audioMs: 0, at: -Infinity };
  /** From when on nothing more of it comes, in milliseconds. */
  wholeAt = Infinity;
  /** Where it began, in milliseconds; where that is only estimated, `isBegunForSure` is false. */
  startedAt: number | undefined;
  isBegunForSure = false;
  /** What was heard of it up to the last silence, in milliseconds. */
  heardMs = 0;
  /** Whether the pause that is heard is likely to be its end. */
  isAtEnd = false;

  constructor(id: string) {
    this.id = id;
  }

  get text(): string {
    return this.#text;
  }

  get accepted(): Promise<void> {
    return this.#accepted.promise;
  }

  get started(): Promise<void> {
    return this.#started.promise;
  }

  get finished(): Promise<TurnOutcome> {
    return this.#finished.promise;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** What the service took last, and when. */
  get last(): Readonly<{ letters: number; audioMs: number; at: number }> {
    return this.#last;
  }

  /** The service has taken a part of it. */
  add(taken: Taken, now: number): void {
    const lettersBefore = this.alignment.letters;
    this.alignment.add(taken);
    this.#last = { letters: this.alignment.letters - lettersBefore, audioMs: 0, at: now };
    if ('text' in taken) this.#text += taken.text;
    else this.#last.audioMs = taken.audioMs;
  }

  /** What was taken so far will not be heard. */
  forgetTaken(): void {
    this.alignment.clear();
    this.heardMs = 0;
    this.startedAt = undefined;
  }

  /** The service has taken the last of it. */
  accept(): void {
    this.#accepted.resolve();
  }

  begin(at: number, isForSure: boolean): void {
    this.startedAt = at;
    this.isBegunForSure = isForSure;
    this.#started.resolve();
  }

  settle(outcome: TurnOutcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const error =
      outcome.error ?? new AvatarError('ABORTED', `The turn is over (${outcome.outcome}) before it came to this.`);
    this.#accepted.reject(error);
    this.#started.reject(error);
    this.#finished.resolve(outcome);
  }
}
