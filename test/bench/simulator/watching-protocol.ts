/** What the process of the viewers answers. */
export type WatchingMethods = Readonly<{
  createOffer: { params: { viewerId: string }; result: string };
  acceptAnswer: { params: { viewerId: string; sdp: string }; result: unknown };
  /** How many viewers get frames. */
  watching: { params: Record<string, never>; result: number };
  /** What each viewer has seen since this was asked the last time. */
  take: { params: Record<string, never>; result: Watched[] };
  close: { params: { viewerId: string }; result: unknown };
}>;

export interface Watched {
  frames: number;
  /** The edge of the last one, in pixels. */
  edge: number;
  /** Frames that came later after the one before than 1.5 times the time between two. */
  late: number;
}
