export interface RateLimit {
  /** Tells this limit's counters from those of others. */
  name: string;
  /** Calls that are let through within each period. */
  calls: number;
  periodSeconds: number;
}

/** Values by key. A `Keyv` fits. */
export interface Values {
  /** Resolves to undefined where there is none, or its time is over. */
  get<Value>(key: string): Promise<Value | undefined>;
  /** @param ttl How long it is kept, in milliseconds. Default: for ever. */
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** Counts calls by key. The limiters of `rate-limiter-flexible` fit. */
export interface RateLimiter {
  /** Rejects with a {@link LimitReached} where the key has no call left in this period. */
  consume(key: string): Promise<unknown>;
}

/** Why a limiter lets a call not through. */
export interface LimitReached {
  /** Milliseconds until the key has calls again. */
  msBeforeNext: number;
}

/** By its looks: a store may bring limiters of its own. */
export function isLimitReached(reason: unknown): reason is LimitReached {
  return (
    typeof reason === 'object' && reason !== null && 'msBeforeNext' in reason && typeof reason.msBeforeNext === 'number'
  );
}

/** Where a backend keeps what it knows. Backends in several processes share one, and with it sessions and limits. */
export interface AvatarStore {
  /** Whether other processes may see it, too. */
  readonly isShared: boolean;
  /** Named things that expire at set times, counted and taken atomically. */
  readonly leases: Leases;
  /** Values by key, below a namespace; those that are given a time to live go when it is over. Its calls reject on failure. */
  values(namespace: string): Values;
  rateLimiter(limit: RateLimit): RateLimiter;
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
