/** A place in each of these groups. */
export interface HeldPlace {
  id: string;
  groups: readonly string[];
}

/** A place in a group that has room for so many. */
export interface Wanted {
  group: string;
  limit: number;
}

/** Groups of ids that expire, by the store's own clock. Each call is one step, however many processes ask. */
export interface Leases {
  /**
   * Adds an id to each of the groups for so long, in milliseconds, or to none: resolves to the index of the first that is full,
   * or to undefined.
   */
  acquire(id: string, forMs: number, wanted: readonly Wanted[]): Promise<number | undefined>;
  release(place: HeldPlace): Promise<void>;
  /** How many a group holds. */
  count(group: string): Promise<number>;
}
