import type { Consent } from '../../core/protocol.js';
import type { Logger } from '../../core/logger.js';
import type { EndReason } from '../audit.js';
import type { AvatarStore, Entered, Entry } from '../store/avatar-store.js';
import type { HeldPlace } from '../store/leases.js';
import type { Deadlines, Forgotten, KeptSession, Remembrance, SessionStore } from '../store/session-store.js';
import type { AvatarLimits } from './limits.js';
import type { Scope } from './scopes.js';
import { hashOf } from './session-keys.js';

/** What the backend keeps of a session; plain JSON, so that a store may keep it anywhere. Never changes. */
export interface SessionRecord {
  sessionId: string;
  /** Controls the session fully: a store keeps it as it would keep a password. */
  token: string;
  /** The hash of its key; the key itself only its page has. */
  keyHash: string;
  /** Whom `identify` named as it was opened: nobody else's it is. */
  owner?: string | undefined;
  /** Whose it is for the hooks and the audit: the owner, or the id in the visitor's cookie. */
  caller?: string | undefined;
  /** Whether its page calls the service itself, so that it is not heard of here. */
  isPageInControl: boolean;
  avatarId?: string | undefined;
  voiceId?: string | undefined;
  /** What the visitor had agreed to as it was opened. */
  consent?: Consent | undefined;
  /** Those who are charged for what is done in it: whoever opened it. */
  payers: readonly Scope[];
  /** Where it counts as open. */
  place: HeldPlace;
}

/** A session as it was found just now. */
export interface OpenSession extends SessionRecord {
  /** Which turn it is at: each interrupt and each message begins another. */
  turn: number;
  /** The ids of what is said in it that still waits for text. */
  openTurns: readonly string[];
  /** Until it is over at the latest, in milliseconds. */
  endsInMs: number;
  /** Of the request that it was found for. */
  log?: Logger | undefined;
}

export interface ClaimedSession {
  record: SessionRecord;
  reason: EndReason;
  /** Until it is over; below 0 it has been over for so long. */
  endsInMs: number;
}

/**
 * Who is to end a session has so long for it, in milliseconds. Then somebody else tries: the service may not have answered, or
 * the process may be gone.
 */
export const CLAIMED_FOR_MS = 60_000;

/** A token that does not say when it ends is good for about a day. */
const TOKEN_LASTS_MS = 24 * 3600_000;

/** A record outlives its session by this, in milliseconds: whoever ends a session needs its token. */
const KEPT_FOR_MS = 3600_000;

function opened(found: KeptSession | undefined): OpenSession | undefined {
  if (!found) return undefined;
  const { record, ...rest } = found;
  return { ...(record as SessionRecord), ...rest };
}

/** The sessions that are open, and by when they have to be heard of. */
export class SessionRegistry {
  readonly #store: Pick<AvatarStore, 'enter'>;
  readonly #sessions: SessionStore;
  readonly #limits: AvatarLimits;

  constructor(store: Pick<AvatarStore, 'enter' | 'sessions'>, limits: AvatarLimits) {
    this.#store = store;
    this.#sessions = store.sessions;
    this.#limits = limits;
  }

  /**
   * Resolves to when it is over, milliseconds since 1970. From now on it keeps its place until then.
   * @param notAfter When its token ends, milliseconds since 1970.
   */
  async add(record: SessionRecord, notAfter: number): Promise<number> {
    const { sessionId, token, keyHash, isPageInControl, place } = record;
    return this.#sessions.add(sessionId, {
      ...{ record, place, notAfter },
      proofs: [keyHash, await hashOf(token)],
      lastsMs: this.#longestMs,
      keptMs: KEPT_FOR_MS,
      deadlines: isPageInControl ? {} : this.#deadlines(true),
    });
  }

  /** How long a session lasts that is opened now, in milliseconds. @param notAfter As of {@link add}. */
  lastsMs(notAfter: number | undefined, now: number): number {
    return Math.min(this.#longestMs, (notAfter ?? Infinity) - now);
  }

  /** A session that nobody is ending; without a proof nothing is put off. */
  async look(sessionId: string): Promise<OpenSession | undefined> {
    return opened(await this.#sessions.visit(sessionId, [], {}));
  }

  /** A session that nobody is ending, for this process itself. Its end is put off. */
  async visit(sessionId: string): Promise<OpenSession | undefined> {
    return opened(await this.#sessions.visit(sessionId, 'trusted', this.#deadlines(true)));
  }

  /**
   * A session that nobody is ending, and the charges for the request. Its end is put off where one of the hashes proves whose it is.
   * @param isActive Whether the call shows that the avatar is used.
   */
  async enter(
    entry: Omit<Entry, 'deadlines'>,
    isActive: boolean,
  ): Promise<Omit<Entered, 'session'> & { session: OpenSession | undefined }> {
    const entered = await this.#store.enter({ ...entry, deadlines: this.#deadlines(isActive) });
    return { ...entered, session: opened(entered.session) };
  }

  /** Makes the caller the one to end the session; with no reason to tell, only where it is overdue. */
  async claim(sessionId: string, because?: EndReason): Promise<ClaimedSession | undefined> {
    const claimed = await this.#sessions.claim(sessionId, CLAIMED_FOR_MS, because);
    return claimed as ClaimedSession | undefined;
  }

  /** Those that are to be ended, or all. */
  due(which?: 'all'): Promise<string[]> {
    return this.#sessions.due(which);
  }

  /** Gives what was kept of it to whoever comes first. @param remembrance What is left of it. Default: nothing. */
  forget(
    { sessionId, place }: Pick<SessionRecord, 'sessionId' | 'place'>,
    remembrance?: Remembrance,
  ): Promise<Forgotten | undefined> {
    return this.#sessions.forget(sessionId, place, remembrance);
  }

  /** What is left of one that has ended. @param keyHash The hash of its key. */
  remembered(sessionId: string, keyHash: string): Promise<object | undefined> {
    return this.#sessions.remembered(sessionId, [keyHash]);
  }

  /** Keeps how something in a session was rated. */
  async rate(sessionId: string, what: string, rating: string): Promise<void> {
    await this.#sessions.rate(sessionId, what, rating);
  }

  get #longestMs(): number {
    return Math.min(this.#limits.sessionSeconds * 1000, TOKEN_LASTS_MS);
  }

  #deadlines(isActive: boolean): Deadlines {
    const { absentSeconds, idleSeconds } = this.#limits;
    return { pageMs: absentSeconds * 1000, ...(isActive ? { idleMs: idleSeconds * 1000 } : {}) };
  }
}
