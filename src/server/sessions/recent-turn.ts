import type { TurnServer } from '../../core/protocol.js';

/** How long credentials of a relay are good that do not say so, in milliseconds. */
const GOOD_FOR_MS = 10 * 60_000;

/** They have to be good for as long as it takes to use them, in milliseconds. */
const TO_SPARE_MS = 60_000;

/** When the credentials end, in seconds since 1970, as relays with credentials for a time write it (`1700000000:name`). */
const ENDS_AT = /^(\d{9,11})(?=:|$)/;

/** The relay that the service named last, for pages that get ready before there is a session. In memory: it holds credentials. */
export class RecentTurn {
  readonly #now: () => number;
  #turn: TurnServer | undefined;
  #goodUntil = -Infinity;

  /** @param now Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  remember(turn: TurnServer | undefined): void {
    const endsAt = ENDS_AT.exec(turn?.username ?? '')?.[1];
    this.#turn = turn;
    this.#goodUntil = endsAt === undefined ? this.#now() + GOOD_FOR_MS : Number(endsAt) * 1000 - TO_SPARE_MS;
  }

  /** Undefined where none is known whose credentials are still good. */
  get current(): TurnServer | undefined {
    return this.#now() < this.#goodUntil ? this.#turn : undefined;
  }
}
