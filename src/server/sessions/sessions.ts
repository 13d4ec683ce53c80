import { abortedError, AvatarError, isSessionOver } from '../../core/errors.js';
import type { AvatarChoice, SessionCredentials, SessionGrant } from '../../core/protocol.js';
import type { SessionControl } from '../../core/session-control.js';
import type { Logger } from '../../core/logger.js';
import { KEY_HEADER } from '../../core/session-key.js';
import type { Admission } from './admission.js';
import type { EndReason } from '../audit.js';
import { failureReason } from '../failure-reason.js';
import { noSuchSession, RequestProblem } from '../request-problem.js';
import {
  CLAIMED_FOR_MS,
  type ClaimedSession,
  type OpenSession,
  type SessionRecord,
  type SessionRegistry,
} from './session-registry.js';
import type { SessionMinutes } from './session-minutes.js';
import { createSessionKey, hashOf, isSameHash } from './session-keys.js';
import type { Opening } from './opening.js';
import { scopesOf } from './scopes.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { SessionSettings } from './session-settings.js';
import { tokenExpiry, type Upstream } from './upstream.js';

/** A session, as a request is about it. */
type Logged = SessionRecord & Pick<OpenSession, 'log'>;

/** What is shown of whose a session is. */
export interface Proof {
  /** The session's key. */
  key?: string | undefined;
  /** The session's own token, in place of the key. */
  token?: string | undefined;
  /** Whom `identify` names. */
  owner?: string | undefined;
}

/** The sessions that this backend answers for: it opens, relays to and ends them. */
export class Sessions {
  readonly #settings: SessionSettings;
  readonly #upstream: Upstream;
  readonly #registry: SessionRegistry;
  readonly #admission: Admission;
  readonly #minutes: SessionMinutes;
  readonly #telemetry: Telemetry;
  readonly #openings = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(
    settings: SessionSettings,
    upstream: Upstream,
    registry: SessionRegistry,
    admission: Admission,
    minutes: SessionMinutes,
    telemetry: Telemetry,
  ) {
    this.#settings = settings;
    this.#upstream = upstream;
    this.#registry = registry;
    this.#admission = admission;
    this.#minutes = minutes;
    this.#telemetry = telemetry;
  }

  /** Opens a session. Where that fails halfway, or nobody waits for it any more, the session is ended again. */
  open(opening: Opening): Promise<SessionGrant> {
    const opened = this.#open(opening);
    this.#openings.add(opened);
    return opened.finally(() => this.#openings.delete(opened));
  }

  /** A session, whoever's it is. */
  known(sessionId: string): Promise<OpenSession | undefined> {
    return this.#registry.visit(sessionId, 'trusted', true);
  }

  /**
   * The session, for whoever knows its key, and is its owner where it has one; or for whoever knows its token. Its end is put off.
   * @param isActive Whether the call shows that the avatar is used.
   * @throws {RequestProblem} 404: there is none, or not for these. Which of the two is not told.
   */
  async find(sessionId: string, proof: Proof, isActive: boolean): Promise<OpenSession> {
    if (!isSessionId(sessionId)) throw noSuchSession();
    const hashes = await Promise.all([proof.key, proof.token].map((secret = '') => hashOf(secret)));
    const session = await this.#registry.visit(sessionId, hashes, isActive);
    if (!session || !(await proves(proof, session))) throw noSuchSession();
    const isTooLong = session.endsInMs <= 0;
    const over = isTooLong ? lastedTooLong() : await this.#minutes.charge(session);
    if (!over) return session;
    await this.endFor(isTooLong ? undefined : 'over-budget', sessionId);
    throw over;
  }

  /**
   * Puts the session's end off, where it has been a while since it was found.
   * @param turn What is going on in it. Default: whatever it is.
   * @throws {RequestProblem} 404: it is over.
   * @throws {AvatarError} `ABORTED`: another turn has begun, wherever.
   */
  async goOn({ sessionId }: SessionRecord, turn?: number): Promise<OpenSession> {
    const session = await this.#registry.visit(sessionId, 'trusted', true);
    if (!session) throw noSuchSession();
    if (turn !== undefined && turn !== session.turn) throw new AvatarError('ABORTED', 'The avatar was interrupted.');
    return session;
  }

  /** @throws {RequestProblem} 410: the session is over, and forgotten here too. */
  async relay<Result>(session: Logged, call: (control: SessionControl) => Promise<Result>): Promise<Result> {
    try {
      return await call(this.#upstream.session(session));
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      // A proxy on the way may say so of a session that is there, and costs money.
      if (await this.#registry.claim(session.sessionId, 'lost')) await this.#endAtService(session, 'lost', session);
      await this.#registry.forget(session);
      throw new RequestProblem(410, 'The session is over: start a new one.');
    }
  }

  /**
   * Ends the session; one that the service has no longer counts as ended. Where the service does not answer, somebody tries again.
   * @throws {RequestProblem} 404: somebody else is ending it.
   */
  async end(session: Logged): Promise<void> {
    if (!(await this.#registry.claim(session.sessionId, 'requested'))) throw noSuchSession();
    await this.#upstream.session(session).end();
    await this.#registry.forget(session);
    this.#telemetry.sessionEnded('requested');
    (session.log ?? this.#settings.logger).info('Session ended', { sessionId: session.sessionId });
  }

  /**
   * Ends a session that nobody asked to end, unless somebody else does; tells whether it did, and whose it was.
   * @param because Undefined: where it is overdue.
   */
  async endFor(
    because: EndReason | undefined,
    sessionId: string,
    options: { signal?: AbortSignal | undefined; log?: Logger | undefined } = {},
  ): Promise<ClaimedSession | undefined> {
    // A page that calls the service itself goes on without this backend.
    if (because === 'shutdown' && (await this.known(sessionId))?.isPageInControl) return undefined;
    const claimed = await this.#registry.claim(sessionId, because);
    if (!claimed) return undefined;
    const { record, reason, endsInMs } = claimed;
    const isEnded = await this.#endAtService(record, reason, options);
    if (isEnded || endsInMs < -CLAIMED_FOR_MS) await this.#registry.forget(record);
    return isEnded ? claimed : undefined;
  }

  /** @throws {RequestProblem} 503: this backend takes no more requests. */
  assertOpen(): void {
    if (this.#isClosed) throw new RequestProblem(503, 'The avatar’s backend is shutting down. Try again later.');
  }

  /** No more sessions are opened; resolves when those that are being opened are open, or given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#openings);
  }

  async #open(opening: Opening): Promise<SessionGrant> {
    const { ks, exposeToken } = this.#settings;
    const { choice } = opening;
    let record: SessionRecord | undefined;
    try {
      const credentials = await ks.use((key) => {
        this.#assertAwaited(opening.signal);
        return this.#upstream.create(key, choice, (late) => this.#endLate(late, opening));
      });
      const { key, hash } = await createSessionKey();
      record = this.#recordOf(credentials, choice, opening, hash);
      const grant = { ...(await this.#prepare(record, opening)), key };
      this.#telemetry.sessionCreated();
      opening.log.info('Session opened', { sessionId: grant.sessionId });
      // Of a page that calls the service itself nobody hears when it ends the session.
      if (exposeToken) await this.#admission.leave(opening.place);
      return grant;
    } catch (error) {
      await this.#undo(record, opening);
      throw error;
    }
  }

  /** By the time it is open, nobody waits for it any more. */
  #endLate(opened: Promise<SessionCredentials>, opening: Opening): void {
    const ended = opened.then(
      async (credentials) => {
        this.#telemetry.sessionCameLate();
        const { hash } = await createSessionKey();
        await this.#undo(this.#recordOf(credentials, opening.choice, opening, hash), opening);
      },
      () => undefined, // It was not opened.
    );
    this.#openings.add(ended);
    this.#settings.background.keep(ended);
    void ended.finally(() => this.#openings.delete(ended));
  }

  async #undo(record: SessionRecord | undefined, { place, log }: Opening): Promise<void> {
    try {
      if (!record || !isSessionId(record.sessionId)) {
        if (record) await this.#endAtService(record, 'unclaimed', { log });
        await this.#admission.leave(place);
        return;
      }
      // Should this process die now, somebody else ends it.
      await this.#add(record);
      await this.endFor('unclaimed', record.sessionId, { log });
      if (record.isPageInControl) await this.#admission.leave(place);
    } catch (error) {
      // What the store was not told of expires there.
      log.error('The store failed while a session was given up', { reason: failureReason(error) });
      if (record) await this.#endAtService(record, 'unclaimed', { log });
    }
  }

  #add(record: SessionRecord): Promise<number> {
    return this.#registry.add(record, tokenExpiry(record.token) ?? Infinity);
  }

  async #prepare(record: SessionRecord, { isBare, isAuthorizationTaken, signal }: Opening): Promise<SessionGrant> {
    const { sessionId, token } = record;
    if (!isSessionId(sessionId)) {
      throw new AvatarError('PROTOCOL', 'create was answered with a session id that does not fit into a URL.');
    }
    this.#assertAwaited(signal);
    const endsAt = await this.#add(record);
    const init = isBare ? undefined : await this.#upstream.session(record).initClient({ signal });
    this.#assertAwaited(signal);
    return {
      sessionId,
      ...init,
      // Relative to the endpoint, so it holds behind any prefix and any proxy.
      ...(this.#settings.exposeToken ? { token } : { controlUrl: `session/${encodeURIComponent(sessionId)}` }),
      ...(isAuthorizationTaken ? { keyHeader: KEY_HEADER } : {}),
      expiresAt: new Date(endsAt).toISOString(),
    };
  }

  #recordOf(
    credentials: SessionCredentials,
    { avatarId, voiceId }: AvatarChoice,
    { caller, place }: Opening,
    keyHash: string,
  ): SessionRecord {
    const { exposeToken: isPageInControl } = this.#settings;
    const { id, owner } = caller;
    return {
      ...credentials,
      ...{ keyHash, owner, caller: id, isPageInControl, avatarId, voiceId, payers: scopesOf(caller) },
      place: isPageInControl ? { id: place.id, groups: [] } : place,
    };
  }

  #assertAwaited(caller: AbortSignal): void {
    if (caller.aborted) throw abortedError(caller.reason);
    this.assertOpen();
  }

  async #endAtService(
    credentials: SessionCredentials,
    reason: EndReason,
    { signal, log = this.#settings.logger }: { signal?: AbortSignal | undefined; log?: Logger | undefined } = {},
  ): Promise<boolean> {
    const { sessionId } = credentials;
    try {
      await this.#upstream.giveBack(credentials, signal);
      this.#telemetry.sessionEnded(reason);
      log.info('Session ended', { sessionId, reason });
      return true;
    } catch (error) {
      log.error('A session could not be ended: it costs money until the service ends it by itself', {
        sessionId,
        reason: failureReason(error),
      });
      return false;
    }
  }
}

function lastedTooLong(): RequestProblem {
  return new RequestProblem(410, 'The session has lasted as long as it may: start a new one.');
}

async function proves({ key, token, owner }: Proof, record: SessionRecord): Promise<boolean> {
  if (key !== undefined && isSameHash(await hashOf(key), record.keyHash)) return record.owner === owner;
  return token !== undefined && isSameHash(await hashOf(token), await hashOf(record.token));
}

/** What may stand for a session in a path: nothing that a URL gives a meaning of its own. */
function isSessionId(value: string): boolean {
  return /^(?!\.+$)[\w.~:=@-]{1,200}$/.test(value);
}
