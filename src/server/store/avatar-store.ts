/** Values by key. A `Keyv` fits. */
export interface Values {
  /** Resolves to undefined where there is none, or its time is over. */
  get<Value>(key: string): Promise<Value | undefined>;
  /** @param ttl How long it is kept, in milliseconds. Default: for ever. */
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

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

/** Where a backend keeps what it knows. Backends in several processes share one, and with it sessions and limits. */
export interface AvatarStore {
  /** Whether other processes may see it, too. */
  readonly isShared: boolean;
  /** Named things that expire at set times, counted and taken atomically. */
  readonly leases: Leases;
  readonly quotas: Quotas;
  /** Values by key, below a namespace; those that are given a time to live go when it is over. Its calls reject on failure. */
  values(namespace: string): Values;
  /** Rejects where the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Groups of ids, each with the time at which it expires, in milliseconds since 1970. An expired id stays until it is taken out. */
export interface Leases {
  /** Adds an id where fewer than `limit` have not expired; tells whether it did. Expired ones are dropped. */
  acquire(group: string, id: string, expiresAt: number, options: { now: number; limit: number }): Promise<boolean>;
  set(group: string, id: string, expiresAt: number): Promise<void>;
  /** Gives an id that is there another time; tells whether it is. */
  renew(group: string, id: string, expiresAt: number): Promise<boolean>;
  /** Takes an id out, or only where it has expired by then; true for one caller alone, however many ask. */
  release(group: string, id: string, expiredBy?: number): Promise<boolean>;
  /** The ids that expired by then, the oldest first, at most `max`. */
  expired(group: string, by: number, max: number): Promise<string[]>;
  /** How many have not expired. */
  count(group: string, now: number): Promise<number>;
}
