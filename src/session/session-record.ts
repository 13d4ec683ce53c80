import type { TypedEvents } from '../core/typed-events.js';
import type { Quality } from './quality-watch.js';
import type { SessionEvents } from './session-config.js';
import type { SessionEndReason, TurnMetrics } from './session-metrics.js';
import type { SpeechTurn } from './speech/speech-turn.js';

const BY_BADNESS: readonly Quality[] = ['good', 'fair', 'poor'];

/** What becomes of an open session, in figures: tells of each turn that is over, and of the whole at its end. */
export class SessionRecord {
  readonly #events: TypedEvents<SessionEvents>;
  readonly #now: () => number;
  readonly #openedAt: number;
  #turns = 0;
  #worstQuality: Quality = 'good';

  /** @param now Milliseconds on a clock that only goes forward. */
  constructor(events: TypedEvents<SessionEvents>, now: () => number) {
    this.#events = events;
    this.#now = now;
    this.#openedAt = now();
  }

  /** Something was asked to be said. */
  follow(turn: SpeechTurn, kind: TurnMetrics['kind']): void {
    const askedAt = this.#now();
    const since = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - askedAt);
    let acceptedAt: number | undefined;
    turn.accepted.then(
      () => (acceptedAt = this.#now()),
      () => undefined, // It never was.
    );
    void turn.finished.then(({ outcome }) => {
      if (turn.startedAt !== undefined) this.#turns += 1;
      this.#events.emit('metrics', {
        turnId: turn.id,
        kind,
        outcome,
        acceptedAfterMs: since(acceptedAt),
        heardAfterMs: since(turn.startedAt),
        heardMs: turn.heardMs || undefined,
      });
    });
  }

  /** The quality is another one. */
  rate(quality: Quality): void {
    if (BY_BADNESS.indexOf(quality) > BY_BADNESS.indexOf(this.#worstQuality)) this.#worstQuality = quality;
  }

  /** To be called once what is said was stopped. */
  end(reason: SessionEndReason): void {
    const seconds = (this.#now() - this.#openedAt) / 1000;
    // The turns that were cut short tell so first.
    queueMicrotask(() =>
      this.#events.emit('sessionEnd', { seconds, turns: this.#turns, reason, worstQuality: this.#worstQuality }),
    );
  }
}
