import { abortedError, AvatarError, isSessionOver } from '../../core/errors.js';
import type { AvatarChoice, SessionCredentials, SessionGrant } from '../../core/protocol.js';
import type { SessionControl } from '../../core/session-control.js';
import { KEY_HEADER } from '../../core/session-key.js';
import type { Admission, Place } from './admission.js';
import type { EndReason } from '../audit.js';
import { failureReason } from '../failure-reason.js';
import { RequestProblem } from '../request-problem.js';
import type { SessionRecord, SessionRegistry } from './session-registry.js';
import { createSessionKey, hashOf, isSameHash } from './session-keys.js';
import type { Caller } from './scopes.js';
import type { SessionSettings } from './session-settings.js';
import { tokenExpiry, type Upstream } from './upstream.js';

/** A session that the service would not end is tried again after this, in milliseconds. */
const TRY_AGAIN_MS = 60_000;

/** A token that does not say when it ends is good for about a day. */
const TOKEN_LASTS_MS = 24 * 3600_000;

/** For whom a session is opened. */
export interface Opening {
  choice: AvatarChoice;
  caller: Caller;
  place: Place;
  /** Whether `Authorization` is in use on the way here, so that it cannot carry the session's key. */
  isAuthorizationTaken: boolean;
  /** Whether the page asks for the WHEP URL by itself, with the token. */
  isBare: boolean;
  /** Aborts when the browser went away. */
  signal: AbortSignal;
}

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
  readonly #openings = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(settings: SessionSettings, upstream: Upstream, registry: SessionRegistry, admission: Admission) {
    this.#settings = settings;
    this.#upstream = upstream;
    this.#registry = registry;
    this.#admission = admission;
  }

  /** Opens a session. Where that fails halfway, or nobody waits for it any more, the session is ended again. */
  open(opening: Opening): Promise<SessionGrant> {
    const opened = this.#open(opening);
    this.#openings.add(opened);
    return opened.finally(() => this.#openings.delete(opened));
  }

  /** A session, whoever's it is. */
  known(sessionId: string): Promise<SessionRecord | undefined> {
    return this.#registry.get(sessionId);
  }

  /**
   * The session, for whoever knows its key, and is its owner where it has one; or for whoever knows its token.
   * @throws {RequestProblem} 404: there is none, or not for these. Which of the two is not told.
   */
  async find(sessionId: string, proof: Proof): Promise<SessionRecord> {
    const record = isSessionId(sessionId) ? await this.#registry.get(sessionId) : undefined;
    if (!record || !(await proves(proof, record))) throw noSuchSession();
    if (record.endsAt > this.#settings.now()) return record;
    await this.endFor('too-long', sessionId);
    throw new RequestProblem(410, 'The session has lasted as long as it may: start a new one.');
  }

  /**
   * @param isActive Whether the call shows that the avatar is used.
   * @throws {RequestProblem} 404, 410: the session is over, and forgotten here too.
   */
  async relay<Result>(
    session: SessionRecord,
    isActive: boolean,
    call: (control: SessionControl) => Promise<Result>,
  ): Promise<Result> {
    if (!(await this.#registry.touch(session, isActive))) throw noSuchSession();
    try {
      return await call(this.#upstream.session(session));
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      // A proxy on the way may say so of a session that is there, and costs money.
      if (await this.#registry.claim(session.sessionId)) await this.#endAtService(session, 'lost');
      await this.#forget(session);
      throw new RequestProblem(410, 'The session is over: start a new one.');
    }
  }

  /**
   * Ends the session; one that the service has no longer counts as ended.
   * @throws {RequestProblem} 404: somebody else is ending it.
   */
  async end(session: SessionRecord): Promise<void> {
    if (!(await this.#registry.claim(session.sessionId))) throw noSuchSession();
    try {
      await this.#upstream.session(session).end();
    } catch (error) {
      await this.#registry.retryLater(session.sessionId, this.#settings.now() + TRY_AGAIN_MS);
      throw error;
    }
    await this.#forget(session);
    this.#settings.logger.info('Session ended', { sessionId: session.sessionId });
  }

  /** Ends a session that nobody asked to end, unless somebody else does; tells whether it did, and whose it was. */
  async endFor(reason: EndReason, sessionId: string, signal?: AbortSignal): Promise<SessionRecord | undefined> {
    const record = await this.#registry.get(sessionId);
    // A page that calls the service itself goes on without this backend.
    if (reason === 'shutdown' && record?.isPageInControl) return undefined;
    if (!(await this.#registry.claim(sessionId, reason)) || !record) {
      // Whatever is left of it is of no use to anybody.
      if (!record) await this.#registry.forget(sessionId);
      return undefined;
    }
    const isEnded = await this.#endAtService(record, reason, signal);
    const { now } = this.#settings;
    if (isEnded || now() > record.endsAt + TRY_AGAIN_MS) await this.#forget(record);
    else await this.#registry.retryLater(sessionId, now() + TRY_AGAIN_MS, reason);
    return isEnded ? record : undefined;
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
    const { ks, exposeToken, logger } = this.#settings;
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
      logger.info('Session opened', { sessionId: grant.sessionId });
      // Of a page that calls the service itself nobody hears when it ends the session.
      if (exposeToken) await this.#admission.leave(opening.place);
      else await this.#admission.keep(opening.place, record.endsAt);
      return grant;
    } catch (error) {
      await this.#undo(record, opening.place);
      throw error;
    }
  }

  /** By the time it is open, nobody waits for it any more. */
  #endLate(opened: Promise<SessionCredentials>, opening: Opening): void {
    const ended = opened.then(
      async (credentials) => {
        const { hash } = await createSessionKey();
        await this.#undo(this.#recordOf(credentials, opening.choice, opening, hash), opening.place);
      },
      () => undefined, // It was not opened.
    );
    this.#openings.add(ended);
    void ended.finally(() => this.#openings.delete(ended));
  }

  async #undo(record: SessionRecord | undefined, place: Place): Promise<void> {
    try {
      if (record && !(await this.#endAtService(record, 'unclaimed')) && isSessionId(record.sessionId)) {
        await this.#registry.add(record);
        await this.#registry.retryLater(record.sessionId, this.#settings.now() + TRY_AGAIN_MS);
        return;
      }
      if (record) await this.#registry.forget(record.sessionId);
      await this.#admission.leave(place);
    } catch (error) {
      // What the store was not told of expires there.
      this.#settings.logger.error('The store failed while a session was given up', { reason: failureReason(error) });
    }
  }

  async #prepare(record: SessionRecord, { isBare, isAuthorizationTaken, signal }: Opening): Promise<SessionGrant> {
    const { sessionId, token } = record;
    if (!isSessionId(sessionId)) {
      throw new AvatarError('PROTOCOL', 'create was answered with a session id that does not fit into a URL.');
    }
    this.#assertAwaited(signal);
    await this.#registry.add(record);
    const init = isBare ? undefined : await this.#upstream.session(record).initClient({ signal });
    this.#assertAwaited(signal);
    return {
      sessionId,
      ...init,
      // Relative to the endpoint, so it holds behind any prefix and any proxy.
      ...(this.#settings.exposeToken ? { token } : { controlUrl: `session/${encodeURIComponent(sessionId)}` }),
      ...(isAuthorizationTaken ? { keyHeader: KEY_HEADER } : {}),
      expiresAt: new Date(record.endsAt).toISOString(),
    };
  }

  #recordOf(
    credentials: SessionCredentials,
    { avatarId, voiceId }: AvatarChoice,
    { caller, place }: Opening,
    keyHash: string,
  ): SessionRecord {
    const { now, limits, exposeToken } = this.#settings;
    const createdAt = now();
    const longest = Math.min(limits.sessionSeconds * 1000, TOKEN_LASTS_MS);
    const endsAt = Math.min(createdAt + longest, tokenExpiry(credentials.token) ?? Infinity);
    const { id, owner } = caller;
    return {
      ...credentials,
      keyHash,
      owner,
      caller: id,
      createdAt,
      endsAt,
      isPageInControl: exposeToken,
      avatarId,
      voiceId,
      place,
    };
  }

  #assertAwaited(caller: AbortSignal): void {
    if (caller.aborted) throw abortedError(caller.reason);
    this.assertOpen();
  }

  async #forget(record: SessionRecord): Promise<void> {
    await Promise.all([this.#registry.forget(record.sessionId), this.#admission.leave(record.place)]);
  }

  async #endAtService(credentials: SessionCredentials, reason: EndReason, signal?: AbortSignal): Promise<boolean> {
    const { sessionId } = credentials;
    const { logger } = this.#settings;
    try {
      await this.#upstream.giveBack(credentials, signal);
      logger.info('Session ended', { sessionId, reason });
      return true;
    } catch (error) {
      logger.error('A session could not be ended: it costs money until the service ends it by itself', {
        sessionId,
        reason: failureReason(error),
      });
      return false;
    }
  }
}

async function proves({ key, token, owner }: Proof, record: SessionRecord): Promise<boolean> {
  if (key !== undefined && isSameHash(await hashOf(key), record.keyHash)) return record.owner === owner;
  return token !== undefined && isSameHash(await hashOf(token), await hashOf(record.token));
}

function noSuchSession(): RequestProblem {
  return new RequestProblem(404, 'There is no such session, or it is over: start a new one.');
}

/** What may stand for a session in a path: nothing that a URL gives a meaning of its own. */
function isSessionId(value: string): boolean {
  return /^(?!\.+$)[\w.~:=@-]{1,200}$/.test(value);
}
