import { isRecord } from '../core/json-reader.js';
import type { AvatarError } from '../core/errors.js';
import type { SessionGrant } from '../core/protocol.js';
import type { SessionEndReason } from './session-metrics.js';

/** How long an open session may go on, as its backend tells it. What is unlimited, or was not told, is undefined. */
export interface SessionLimits {
  /** In how many milliseconds it ends at the latest. */
  readonly endsInMs: number | undefined;
  /** After how many milliseconds in which nothing is said it ends. */
  readonly idleMs: number | undefined;
  /** Tells the backend that the visitor is there, which puts that off. Never rejects. */
  stay(): Promise<void>;
}

/** A session that is gone so close to its end, in milliseconds, has reached it: clocks and answers take their time. */
const CLOSE_MS = 5000;

/** What is known of a session's end, on a clock that only goes forward: the page's time of day may be wrong, and jump. */
export class LimitsLedger implements SessionLimits {
  readonly stay: () => Promise<void>;
  readonly #now: () => number;
  #endsAt: number | undefined;
  #idleMs: number | undefined;

  constructor(stay: () => Promise<void>, now: () => number) {
    this.stay = stay;
    this.#now = now;
  }

  get endsInMs(): number | undefined {
    return this.#endsAt === undefined ? undefined : Math.max(0, this.#endsAt - this.#now());
  }

  get idleMs(): number | undefined {
    return this.#idleMs;
  }

  /** As what a session ends that fails with `error`. */
  endBy({ code }: AvatarError): SessionEndReason {
    if (code !== 'SESSION_GONE') return 'error';
    return (this.endsInMs ?? Infinity) <= CLOSE_MS ? 'limit' : 'service';
  }

  /** @param agoMs How long ago that was. */
  opened({ endsInSeconds, idleSeconds }: SessionGrant, agoMs = 0): void {
    this.#endsAt = this.#at(endsInSeconds);
    if (this.#endsAt !== undefined) this.#endsAt -= agoMs;
    this.#idleMs = idleSeconds === undefined ? undefined : idleSeconds * 1000;
  }

  /** @param answer Of a keep-alive; services and backends answer what they like. */
  kept(answer: unknown): void {
    const told = isRecord(answer) ? answer['endsInSeconds'] : undefined;
    if (typeof told === 'number') this.#endsAt = this.#at(told);
  }

  #at(seconds: number | undefined): number | undefined {
    return seconds === undefined ? undefined : this.#now() + seconds * 1000;
  }
}
