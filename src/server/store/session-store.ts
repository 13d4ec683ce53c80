import type { HeldPlace } from './leases.js';

/** A session that was opened, as it is to be kept. */
export interface NewSession {
  /** What is known of it; plain JSON. */
  record: object;
  /** SHA-256 of the secrets by which its page proves it to be its own. */
  proofs: readonly string[];
  /** It is over after this, in milliseconds. */
  lastsMs: number;
  /** It is over at this time at the latest, milliseconds since 1970. Infinity: it depends on `lastsMs` alone. */
  notAfter: number;
  /** Its record is kept so much longer, in milliseconds: whoever ends it needs it. */
  keptMs: number;
  deadlines: Deadlines;
  /** Counts among those that are open until it is over. */
  place: HeldPlace;
}

/** In how many milliseconds a session has to be heard of again. What is missing stays as it is, or does not apply. */
export interface Deadlines {
  /** Its page. */
  pageMs?: number | undefined;
  /** Somebody who makes it speak. */
  idleMs?: number | undefined;
}

export interface KeptSession {
  record: object;
  /** Until it is over, in milliseconds; below 0 it has been over for so long. */
  endsInMs: number;
  /** Which turn it is at: each interrupt and each message begins another. */
  turn: number;
  /** The ids of what is said in it that still waits for text. */
  openTurns: readonly string[];
}

export interface ClaimedSession extends Pick<KeptSession, 'record' | 'endsInMs'> {
  /** Why it is to be ended: as the first who claimed it said, or `absent`, `idle` or `too-long`. */
  reason: string;
}

export interface Note {
  value: unknown;
  /** How long ago it was noted, in milliseconds. */
  ageMs: number;
}

export interface Conversation {
  turn: number;
  /** Whether anything was still being said, wherever. */
  wasSpeaking: boolean;
  /** What was said before, the oldest first. */
  history: readonly object[];
}

/** What is left of a session for a while after its end, for whoever shows one of its proofs. */
export interface Remembrance {
  /** In milliseconds. */
  forMs: number;
  /** Plain JSON. */
  record: object;
}

/** What was kept of a session that is forgotten. */
export interface Forgotten {
  /** How long it was open, in milliseconds. */
  openMs: number;
  /** How many messages turns were begun with. */
  messages: number;
  /** As `rate` was told, by what was rated. */
  ratings: Readonly<Record<string, string>>;
  /** What was said in it, the oldest first. */
  history: readonly object[];
}

/**
 * The sessions that are open, and what is said in them. Each call is one step, however many processes ask, and times are those
 * of the store's own clock. Whatever is kept of a session goes with it, and expires where nobody ends it.
 */
export interface SessionStore {
  /** Resolves to when it is over, milliseconds since 1970. */
  add(id: string, session: NewSession): Promise<number>;
  /**
   * A session that nobody is ending; whoever shows one of its proofs puts its deadlines off.
   * @param proof `trusted`: of this process itself.
   */
  visit(id: string, proofs: readonly string[] | 'trusted', deadlines: Deadlines): Promise<KeptSession | undefined>;
  /**
   * Makes the caller the one to end the session for so long; whoever comes then may try again. Undefined where somebody else is
   * at it, or it is gone.
   * @param because Why. Undefined: only where it is overdue.
   */
  claim(id: string, forMs: number, because?: string): Promise<ClaimedSession | undefined>;
  /** The ids of those that are overdue, or whose claim is over, the longest first; or all there are. */
  due(which?: 'all'): Promise<string[]>;
  /**
   * Drops all that is kept of it, and gives it to whoever comes first; undefined where it is gone already.
   * @param remembrance What is left of it. Undefined: nothing, also of what was left before.
   */
  forget(id: string, place?: HeldPlace, remembrance?: Remembrance): Promise<Forgotten | undefined>;
  /** What is left of a session that has ended, for whoever shows one of its proofs. */
  remembered(id: string, proofs: readonly string[]): Promise<object | undefined>;

  /** Begins another turn, so that whatever is being said stops, and with a message keeps that. Undefined where it is gone. */
  beginTurn(id: string, message?: object): Promise<Conversation | undefined>;
  /** Tells that something is being said in the turn that the session is at; its number, undefined where it is gone. */
  enterTurn(id: string): Promise<number | undefined>;
  /** It has been said; what was answered is kept. */
  leaveTurn(id: string, turn: number, answer?: object): Promise<void>;
  /** Notes by its id whether something that is said in it waits for more text; of many the newest are kept. */
  setTurnOpen(id: string, turnId: string, isOpen: boolean): Promise<void>;

  /** Keeps how something in it was rated; a later rating of the same takes its place. */
  rate(id: string, what: string, rating: string): Promise<void>;

  /** Keeps something else of it, under a name, as JSON; undefined takes it away. */
  note(id: string, name: string, value: unknown): Promise<void>;
  noted(id: string, name: string): Promise<Note | undefined>;
}

/** Of a conversation the last messages are kept. */
export const LONGEST_HISTORY = 40;

/** So many turns may wait for more text; pages say one at a time. */
export const MOST_OPEN_TURNS = 5;
