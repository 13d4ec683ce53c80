import type { ConversationStore } from './conversation-store.js';
import type { Leases } from './leases.js';
import type { WaitingQueue } from './waiting-queue.js';
import type { Deadlines, KeptSession, SessionStore } from './session-store.js';

/** So much more of what a key stands for. */
export interface Charge {
  key: string;
  /** A whole number. */
  amount: number;
  /** The most that the key may come to within a period, a whole number. */
  limit: number;
  /** A period begins with the first charge after the one before it is over. */
  periodMs: number;
}

/** What a key has come to within its period. */
export interface Count {
  used: number;
  /** Milliseconds until the period is over. */
  endsInMs: number;
}

export interface Refusal extends Count {
  /** The charge that did not fit. */
  index: number;
  /** How many its key has refused in this period, this one included. */
  refusals: number;
}

/** Either the counts of all charges, as they are now, or what the first refusal was. */
export type ChargeResult = { counts: readonly Count[]; refusal?: undefined } | { counts?: undefined; refusal: Refusal };

/** Counts what is used up, by key. */
export interface Quotas {
  /**
   * Makes all the charges, or none: they are looked at in their order, and the first that does not fit refuses. In one step,
   * however many ask.
   */
  charge(charges: readonly Charge[]): Promise<ChargeResult>;
}

/** What a request for a session asks for before it is carried out. */
export interface Entry {
  sessionId: string;
  /** SHA-256 of the secrets that it shows. */
  proofs: readonly string[];
  /** Put off for whoever proves the session to be theirs. */
  deadlines: Deadlines;
  /** Made whoever asks, and whether or not there is such a session. */
  charges: readonly Charge[];
  /** Made after those, where they fit, for whoever proves the session to be theirs. */
  furtherCharges: readonly Charge[];
}

/** What has come of it. */
export interface Entered {
  /** Undefined where there is none, or somebody is ending it. */
  session: KeptSession | undefined;
  charged: ChargeResult;
  /** Undefined where they were not made. */
  chargedFurther: ChargeResult | undefined;
}

/** Where a backend keeps what it knows. Backends in several processes share one, and with it sessions and limits. */
export interface AvatarStore {
  /** Whether other processes may see it, too. */
  readonly isShared: boolean;
  readonly sessions: SessionStore;
  /** What goes on over several sessions, or without one. */
  readonly conversations: ConversationStore;
  /** The places of sessions among those that may be open at once. */
  readonly leases: Leases;
  /** Those who wait for such a place. */
  readonly queue: WaitingQueue;
  readonly quotas: Quotas;
  /** Visits a session and makes the charges for it, in one step. */
  enter(entry: Entry): Promise<Entered>;
  /** Rejects where nothing can be written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
