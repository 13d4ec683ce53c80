import type { Acquired, HeldPlace, Wanted } from './leases.js';

/** Of what a visitor may have at once: what is open, and what is waited for. */
export interface WaitingShare {
  /** The group of leases in which what is open counts. */
  open: string;
  /** The group in which what is waited for counts. */
  waiting: string;
  /** The most that both come to. */
  limit: number;
}

/** How it is waited for a place. */
export interface WaitingTerms {
  /** The group of leases in which there is no room. */
  place: Wanted;
  shares: readonly WaitingShare[];
  /** How many may wait. */
  length: number;
  /** A ticket that was not asked for so long has left, in milliseconds. */
  keptMs: number;
  /** Nobody waits longer than this, in milliseconds. */
  longestMs: number;
  /** A free place is kept so long for whose turn it is, in milliseconds. */
  holdMs: number;
}

/** Where a ticket stands. */
export interface Waiting {
  /** From 1 on. */
  place: number;
  /** For how long its place is kept, in milliseconds; undefined until it is its turn. */
  heldMs: number | undefined;
}

/** It found no room in the queue: the index of the share that is used up, or -1 where the queue itself is full. */
export interface TurnedAway {
  full: number;
}

/** A place that is asked for in turn. */
export interface Claim {
  /** The id of the lease. */
  id: string;
  forMs: number;
  /** The last is the group that is waited for. */
  wanted: readonly Wanted[];
  /** The groups in which the ticket counts. */
  waiting: readonly string[];
  /** Undefined for who comes without one, and has to find more room than those who wait take. */
  ticket: string | undefined;
}

/** As of leases; and with a ticket when it joined, or how many wait. */
export type Claimed = Acquired & { joinedAt?: number | undefined; length?: number | undefined };

/**
 * Those who wait for a place in a group of leases, by their tickets, in the order in which they came, and by the store's own clock.
 * Each call is one step, however many processes ask.
 */
export interface WaitingQueue {
  /** Goes to the end. @param joinedAt Goes back to where it was, milliseconds since 1970: whatever the queue holds by now. */
  join(ticket: string, terms: WaitingTerms, joinedAt?: number): Promise<Waiting | TurnedAway>;
  /** Stays; undefined where it has left, or its time is over. */
  ask(ticket: string, terms: WaitingTerms): Promise<Waiting | undefined>;
  /** Takes a place for a lease in each of the groups, and the ticket out of the queue; or none, where others have to be let in before. */
  claim(claim: Claim): Promise<Claimed>;
  /** `groups`: those in which the ticket counts. */
  leave(ticket: HeldPlace): Promise<void>;
}
