import { noSuchSession, RequestProblem } from '../request-problem.js';
import type { ChargeResult } from '../store/avatar-store.js';
import type { BudgetCharge } from './budget-limits.js';
import type { Budgets } from './budgets.js';
import { scopesOf, type Caller, type Scope } from './scopes.js';
import { hashOf, isSameHash, isSessionId } from './session-keys.js';
import type { SessionMinutes } from './session-minutes.js';
import type { OpenSession, SessionRecord, SessionRegistry } from './session-registry.js';
import type { Sessions } from './sessions.js';

/** What is shown of whose a session is. */
export interface Proof {
  /** The session's key. */
  key?: string | undefined;
  /** The session's own token, in place of the key. */
  token?: string | undefined;
  /** Whom `identify` names. */
  owner?: string | undefined;
}

/** What the session is wanted for. */
export interface Wish {
  /** Whether the call shows that the avatar is used. */
  isActive: boolean;
  /** Whose request it is, where it is to be counted. */
  caller?: Caller | undefined;
  /** How much is to be said of a text, in UTF-16 units. Default: it is not known yet. */
  characters?: number | undefined;
}

/** Whether what is to be said was charged as the session was found. */
export interface Payment {
  isPaid: boolean;
  /** What to answer where so much may not be said now. */
  refusal?: RequestProblem | undefined;
}

export interface FoundSession extends Payment {
  session: OpenSession;
}

/** So many sessions' payers are known at a time; to forget them costs one more question to the store for each. */
const MOST_KNOWN = 10_000;

/** Finds sessions for those who prove them to be theirs, and charges for it, with one question to the store. */
export class SessionFinder {
  readonly #registry: SessionRegistry;
  readonly #sessions: Sessions;
  readonly #budgets: Budgets;
  readonly #minutes: SessionMinutes;
  /** Who pays for a session never changes, so what it charges them can be asked for before it is found again. */
  readonly #known = new Map<string, Pick<SessionRecord, 'keyHash' | 'owner' | 'payers'>>();

  constructor(registry: SessionRegistry, sessions: Sessions, budgets: Budgets, minutes: SessionMinutes) {
    this.#registry = registry;
    this.#sessions = sessions;
    this.#budgets = budgets;
    this.#minutes = minutes;
  }

  /**
   * The session, for whoever knows its key, and is its owner where it has one; or for whoever knows its token. Its end is put off.
   * @throws {RequestProblem} 404: there is none, or not for these; which of the two is not told. 410: it has lasted too long. 429: there
   * were too many requests.
   */
  async find(sessionId: string, proof: Proof, { isActive, caller, characters = 0 }: Wish): Promise<FoundSession> {
    const scopes = caller ? scopesOf(caller) : [];
    if (!isSessionId(sessionId)) {
      await this.#budgets.charge(scopes, { requests: 1 });
      throw noSuchSession();
    }
    const requests = this.#budgets.chargesFor(scopes, { requests: 1 });
    const hashes = await hashesOf(proof);
    const payers = characters > 0 ? this.#payersOf(sessionId, hashes.key, proof.owner) : undefined;
    const texts = payers ? this.#budgets.chargesFor(payers, { characters }) : [];
    const entry = { sessionId, proofs: Object.values(hashes), charges: requests, furtherCharges: texts };
    const { session, charged, chargedFurther } = await this.#registry.enter(entry, isActive);
    this.#budgets.settle(requests, charged);
    if (!session || !(await proves(hashes, proof, session))) throw noSuchSession();
    this.#learn(session);
    await this.#assertNotOver(session);
    session.endsInMs = Math.min(session.endsInMs, this.#minutes.leftMs(session));
    return { session, isPaid: payers !== undefined, refusal: this.#refusalIn(texts, chargedFurther) };
  }

  async #assertNotOver(session: OpenSession): Promise<void> {
    const isTooLong = session.endsInMs <= 0;
    const over = isTooLong ? lastedTooLong() : await this.#minutes.charge(session);
    if (!over) return;
    await this.#sessions.endFor(isTooLong ? undefined : 'over-budget', session.sessionId);
    throw over;
  }

  #payersOf(sessionId: string, keyHash: string | undefined, owner: string | undefined): readonly Scope[] | undefined {
    const known = this.#known.get(sessionId);
    const isTheirs = known && keyHash !== undefined && isSameHash(keyHash, known.keyHash) && owner === known.owner;
    return isTheirs ? known.payers : undefined;
  }

  #learn({ sessionId, keyHash, owner, payers }: SessionRecord): void {
    if (this.#known.get(sessionId)?.keyHash === keyHash) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(sessionId, { keyHash, owner, payers });
  }

  #refusalIn(texts: readonly BudgetCharge[], result: ChargeResult | undefined): RequestProblem | undefined {
    try {
      if (result) this.#budgets.settle(texts, result);
      return undefined;
    } catch (error) {
      if (error instanceof RequestProblem) return error;
      throw error;
    }
  }
}

type Hashes = Partial<Record<'key' | 'token', string>>;

async function hashesOf({ key, token }: Proof): Promise<Hashes> {
  return {
    ...(key === undefined ? {} : { key: await hashOf(key) }),
    ...(token === undefined ? {} : { token: await hashOf(token) }),
  };
}

async function proves({ key, token }: Hashes, { owner }: Proof, record: SessionRecord): Promise<boolean> {
  if (key !== undefined && isSameHash(key, record.keyHash)) return record.owner === owner;
  return token !== undefined && isSameHash(token, await hashOf(record.token));
}

function lastedTooLong(): RequestProblem {
  return new RequestProblem(410, 'The session has lasted as long as it may: start a new one.');
}
