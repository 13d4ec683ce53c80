import { RequestProblem } from '../request-problem.js';
import type { Claimed, WaitingQueue, WaitingTerms } from '../store/waiting-queue.js';
import type { HeldPlace, Wanted } from '../store/leases.js';
import type { AvatarLimits } from './limits.js';
import { scopesOf, type Caller } from './scopes.js';
import { createSessionKey, hashOf } from './session-keys.js';

/** How visitors wait where all places are taken. */
export interface QueueSettings {
  /** The most who wait at the same time. */
  length: number;
  /** After so long a visitor has waited in vain, in seconds. */
  longestSeconds: number;
  /** A free place is kept so long for whose turn it is, in seconds: enough to find the tab again. */
  holdSeconds: number;
}

export const DEFAULT_QUEUE: QueueSettings = { length: 100, longestSeconds: 1800, holdSeconds: 60 };

/** Where a visitor stands in the queue. */
export interface QueuePlace {
  /** From 1 on. */
  place: number;
  /** It is the visitor's turn, and for so long the place is kept, in seconds; undefined before. */
  heldSeconds: number | undefined;
  /** When to ask again, in seconds. */
  askAgainSeconds: number;
}

/** Browsers let the pages of hidden tabs ask once a minute. */
const KEPT_MS = 90_000;

/** Who is next asks after so long, in seconds, and each further one a second later: what changes there matters less. */
const ASKS_FIRST_S = 3;
const ASKS_LAST_S = 15;

/** So much later at most, as a share: those who came together need not ask together. */
const JITTER = 0.34;

interface QueueParts {
  limits: AvatarLimits;
  queue: WaitingQueue;
  /** Default `Math.random`. */
  random?: () => number;
}

/**
 * The visitors who wait for a session, in the order in which they came. What stands in it is the hash of a ticket, and nothing of its
 * visitor; with `identify` it is good for the one who drew it.
 */
export class SessionQueue {
  readonly #settings: QueueSettings;
  readonly #limits: AvatarLimits;
  readonly #queue: WaitingQueue;
  readonly #random: () => number;

  constructor(settings: QueueSettings, { limits, queue, random = Math.random }: QueueParts) {
    this.#settings = settings;
    this.#limits = limits;
    this.#queue = queue;
    this.#random = random;
  }

  /** @throws {RequestProblem} 429 `CAPACITY`: too many wait, or the caller has no right to another session. */
  async join(caller: Caller): Promise<QueuePlace & { ticket: string }> {
    const { key: ticket } = await createSessionKey();
    const found = await this.#queue.join(await hashFor(ticket, caller), this.#termsOf(caller));
    if ('full' in found) throw turnedAway(sharesOf(caller)[found.full]?.name === 'perCaller');
    return { ticket, ...this.#told(found) };
  }

  /** @throws {RequestProblem} 410: the ticket has expired. */
  async ask(ticket: string, caller: Caller): Promise<QueuePlace> {
    const found = await this.#queue.ask(await hashFor(ticket, caller), this.#termsOf(caller));
    if (!found) throw new RequestProblem(410, 'Your place in the queue has expired: join it again.');
    return this.#told(found);
  }

  async leave(ticket: string, caller: Caller): Promise<void> {
    await this.#queue.leave(await this.#held(ticket, caller));
  }

  /** Takes a place for a session where it is the turn of whoever asks. @param wanted The last is of all together. */
  async claim(
    place: { id: string; forMs: number; wanted: readonly Wanted[] },
    ticket: string | undefined,
    caller: Caller,
  ): Promise<Claimed> {
    const { id, groups: waiting } = await this.#held(ticket, caller);
    return this.#queue.claim({ ...place, waiting, ticket: id });
  }

  /** Nothing came of the place that was claimed: the ticket stands where it stood. */
  async goBack(ticket: string, caller: Caller, joinedAt: number): Promise<void> {
    await this.#queue.join(await hashFor(ticket, caller), this.#termsOf(caller), joinedAt);
  }

  #told({ place, heldMs }: { place: number; heldMs: number | undefined }): QueuePlace {
    const asksAfter = Math.min(ASKS_FIRST_S + place - 1, ASKS_LAST_S);
    return {
      place,
      heldSeconds: heldMs === undefined ? undefined : Math.floor(heldMs / 1000),
      askAgainSeconds: Math.round(asksAfter * (1 + JITTER * this.#random())),
    };
  }

  async #held(ticket: string | undefined, caller: Caller): Promise<HeldPlace & { id: string }> {
    const groups = sharesOf(caller).map(({ waiting }) => waiting);
    return { id: ticket === undefined ? '' : await hashFor(ticket, caller), groups };
  }

  #termsOf(caller: Caller): WaitingTerms {
    const { length, longestSeconds, holdSeconds } = this.#settings;
    return {
      place: { group: 'open:total', limit: this.#limits.total.sessions },
      // Nobody waits for more than they may have.
      shares: sharesOf(caller).map(({ name, factor, ...groups }) => ({
        ...groups,
        limit: this.#limits[name].sessions * factor,
      })),
      ...{ length, keptMs: KEPT_MS, longestMs: longestSeconds * 1000, holdMs: holdSeconds * 1000 },
    };
  }
}

function sharesOf(caller: Caller) {
  const own = scopesOf(caller).filter(({ name }) => name !== 'total');
  return own.map(({ name, key, factor }) => ({ name, factor, open: `open:${key}`, waiting: `waiting:${key}` }));
}

function hashFor(ticket: string, { owner = '' }: Caller): Promise<string> {
  return hashOf(`${ticket} ${owner}`);
}

function turnedAway(isOwn: boolean): RequestProblem {
  const message = isOwn
    ? 'The avatar is open, or waited for, too many times already: close another tab first.'
    : 'All avatars are busy at the moment, and many visitors wait. Try again later.';
  return new RequestProblem(429, message, {
    ...{ code: 'CAPACITY', limit: 'sessions' },
    headers: { 'Retry-After': '30' },
  });
}
