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

/** Either how many each group holds by now, in the order in which they were wanted; or which of them is full. */
export type Acquired =
  | { counts: readonly number[]; full?: undefined; freeInMs?: undefined }
  | {
      counts?: undefined;
      /** The index of the first that is full. */
      full: number;
      /** In how many milliseconds one of its places is free at the latest; undefined where it has none. */
      freeInMs?: number | undefined;
    };

/** Groups of ids that expire, by the store's own clock. Each call is one step, however many processes ask. */
export interface Leases {
  /** Adds an id to each of the groups for so long, in milliseconds, or to none. */
  acquire(id: string, forMs: number, wanted: readonly Wanted[]): Promise<Acquired>;
  release(place: HeldPlace): Promise<void>;
  /** How many a group holds. */
  count(group: string): Promise<number>;
}
