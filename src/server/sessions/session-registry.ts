import type { Place } from './admission.js';
import type { EndReason } from '../audit.js';
import type { AvatarLimits } from './limits.js';
import type { AvatarStore, Leases, Values } from '../store/avatar-store.js';

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
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When it is over at the latest, milliseconds since 1970. */
  endsAt: number;
  /** Whether its page calls the service itself, so that it is not heard of here. */
  isPageInControl: boolean;
  avatarId?: string | undefined;
  voiceId?: string | undefined;
  place: Place;
}

export interface OverdueSession {
  sessionId: string;
  reason: Extract<EndReason, 'absent' | 'idle' | 'too-long'>;
}

/** Every session is in this group until it is ended: whoever takes it out ends it. */
const PAGE = 'sessions:page';
const IDLE = 'sessions:idle';
const LIFETIME = 'sessions:lifetime';

const REASONS = [
  [PAGE, 'absent'],
  [IDLE, 'idle'],
  [LIFETIME, 'too-long'],
] as const;

/** A record outlives its session by this, in milliseconds: whoever ends a session needs its token. */
const KEPT_FOR_MS = 3600_000;

/** The sessions that are open, with the times by which they have to be heard of. */
export class SessionRegistry {
  readonly #records: Values;
  readonly #leases: Leases;
  readonly #limits: AvatarLimits;
  readonly #now: () => number;

  constructor(store: AvatarStore, limits: AvatarLimits, now: () => number) {
    this.#records = store.values('sessions');
    this.#leases = store.leases;
    this.#limits = limits;
    this.#now = now;
  }

  async add(record: SessionRecord): Promise<void> {
    const { sessionId, endsAt, isPageInControl } = record;
    const { absentSeconds, idleSeconds } = this.#limits;
    const now = this.#now();
    await this.#records.set(sessionId, record, endsAt - now + KEPT_FOR_MS);
    await Promise.all([
      this.#leases.set(PAGE, sessionId, isPageInControl ? endsAt : now + absentSeconds * 1000),
      isPageInControl ? undefined : this.#leases.set(IDLE, sessionId, now + idleSeconds * 1000),
      this.#leases.set(LIFETIME, sessionId, endsAt),
    ]);
  }

  get(sessionId: string): Promise<SessionRecord | undefined> {
    return this.#records.get<SessionRecord>(sessionId);
  }

  /** Puts the session's end off; false where it is being ended. */
  async touch({ sessionId, endsAt, isPageInControl }: SessionRecord, isActive: boolean): Promise<boolean> {
    const { absentSeconds, idleSeconds } = this.#limits;
    const now = this.#now();
    const [isThere] = await Promise.all([
      this.#leases.renew(PAGE, sessionId, isPageInControl ? endsAt : now + absentSeconds * 1000),
      isActive ? this.#leases.renew(IDLE, sessionId, now + idleSeconds * 1000) : undefined,
    ]);
    return isThere;
  }

  /** Whether the caller is the one to end the session; where it was overdue, it still has to be. */
  async claim(sessionId: string, because?: EndReason): Promise<boolean> {
    const overdue = REASONS.find(([, reason]) => reason === because)?.[0];
    const isDue = overdue === undefined || (await this.#leases.release(overdue, sessionId, this.#now()));
    return isDue && (overdue === PAGE || this.#leases.release(PAGE, sessionId));
  }

  /** What was claimed, for this reason, could not be ended: somebody tries again, not before then. */
  async retryLater(sessionId: string, notBefore: number, because?: EndReason): Promise<void> {
    // Whatever else it is overdue by would have it tried again at once.
    const others = REASONS.slice(1, REASONS.findIndex(([, reason]) => reason === because) + 1);
    await Promise.all(others.map(([group]) => this.#leases.set(group, sessionId, notBefore)));
    await this.#leases.set(PAGE, sessionId, notBefore);
  }

  async forget(sessionId: string): Promise<void> {
    await Promise.all([
      ...REASONS.map(([group]) => this.#leases.release(group, sessionId)),
      this.#records.delete(sessionId),
    ]);
  }

  /** Sessions that are to be ended, a hundred at most of each reason. */
  async overdue(by: number = this.#now()): Promise<OverdueSession[]> {
    const lists = await Promise.all(
      REASONS.map(async ([group, reason]) =>
        (await this.#leases.expired(group, by, 100)).map((sessionId) => ({ sessionId, reason })),
      ),
    );
    // The last reason is the one to tell: a page that is gone was idle before it was gone.
    return [...new Map(lists.flat().map((session) => [session.sessionId, session])).values()];
  }
}
