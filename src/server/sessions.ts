import { abortedError, AvatarError, isSessionOver } from '../core/errors.js';
import type { AvatarChoice, SessionCredentials, SessionGrant } from '../core/protocol.js';
import type { SessionControl } from '../core/session-control.js';
import type { AvatarDefaults } from './avatar-defaults.js';
import { failureReason } from './failure-reason.js';
import type { BackendSettings } from './options.js';
import { RequestProblem } from './request-problem.js';
import type { StoredSession } from './session-store.js';
import { tokenExpiry, Upstream } from './upstream.js';

/** A session without any call for so long is forgotten: its page, which sends keep-alive every 10 s, is gone. */
const FORGET_AFTER_MS = 10 * 60_000;

const CLOSE_WITHIN_MS = 10_000;

/** A session that the store holds. */
export interface KnownSession extends StoredSession {
  sessionId: string;
}

/** The sessions that this backend answers for: it opens, relays to and ends them. */
export class Sessions {
  readonly #settings: BackendSettings;
  readonly #upstream: Upstream;
  readonly #openings = new Set<Promise<SessionGrant>>();
  #closing: Promise<void> | undefined;

  constructor(settings: BackendSettings) {
    this.#settings = settings;
    this.#upstream = new Upstream(settings.service);
  }

  /**
   * Opens a session. Where that fails halfway, or nobody waits for it any more, the session is ended again.
   *
   * @param caller Aborts when the browser went away.
   */
  open(choice: AvatarDefaults, caller: AbortSignal): Promise<SessionGrant> {
    const opening = this.#open(choice, caller);
    this.#openings.add(opening);
    return opening.finally(() => this.#openings.delete(opening));
  }

  /** @throws {RequestProblem} 404: no such session here. */
  async find(sessionId: string): Promise<KnownSession> {
    const session = isSessionId(sessionId) ? await this.#settings.store.get(sessionId) : undefined;
    if (!session) throw new RequestProblem(404, 'There is no such session, or it is over: start a new one.');
    return { ...session, sessionId };
  }

  /** @throws {RequestProblem} 410: the service has the session no longer; it is forgotten here too. */
  async relay(session: KnownSession, call: (control: SessionControl) => Promise<void>): Promise<void> {
    const { sessionId, ...stored } = session;
    await this.#remember(sessionId, stored);
    try {
      await call(this.#upstream.session(session));
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      await this.#settings.store.delete(sessionId);
      throw new RequestProblem(410, 'The session is over: start a new one.');
    }
  }

  /** Ends the session; one that the service has no longer counts as ended. */
  async end(session: KnownSession): Promise<void> {
    await this.#upstream.session(session).end();
    await this.#settings.store.delete(session.sessionId);
    this.#settings.logger.info('Session ended', { sessionId: session.sessionId });
  }

  async count(): Promise<number> {
    // A store that is walked while it changes may name a session twice.
    const sessionIds = new Set<string>();
    for await (const [sessionId] of this.#settings.store.entries()) sessionIds.add(sessionId);
    return sessionIds.size;
  }

  /** @throws {RequestProblem} 503: this backend takes no more requests. */
  assertOpen(): void {
    if (this.#closing) throw new RequestProblem(503, 'The avatar’s backend is shutting down. Try again later.');
  }

  /** Ends every session that the store holds, within 10 s. Idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#closeInTime());
  }

  async #open(choice: AvatarDefaults, caller: AbortSignal): Promise<SessionGrant> {
    const completed = this.#complete(choice);
    const ks = await this.#settings.getKs();
    this.#assertAwaited(caller);
    const credentials = await this.#upstream.create(ks, completed);
    try {
      const grant = await this.#prepare(credentials, caller);
      this.#settings.logger.info('Session opened', { sessionId: grant.sessionId });
      return grant;
    } catch (error) {
      await this.#giveBack(credentials);
      throw error;
    }
  }

  async #prepare(credentials: SessionCredentials, caller: AbortSignal): Promise<SessionGrant> {
    const { sessionId, token } = credentials;
    if (!isSessionId(sessionId)) {
      throw new AvatarError('PROTOCOL', 'create was answered with a session id that does not fit into a URL.');
    }
    this.#assertAwaited(caller);
    const { whepUrl, turn } = await this.#upstream.session(credentials).initClient({ signal: caller });
    const tokenExpiresAt = tokenExpiry(token);
    const { exposeToken, now } = this.#settings;
    if (!exposeToken) {
      const expiry = tokenExpiresAt === undefined ? {} : { tokenExpiresAt };
      await this.#remember(sessionId, { token, createdAt: now(), forgetAt: 0, ...expiry });
    }
    this.#assertAwaited(caller);
    return {
      sessionId,
      whepUrl,
      ...(turn === undefined ? {} : { turn }),
      // Relative to the endpoint, so it holds behind any prefix and any proxy.
      ...(exposeToken ? { token } : { controlUrl: `session/${encodeURIComponent(sessionId)}` }),
      ...(tokenExpiresAt === undefined ? {} : { expiresAt: new Date(tokenExpiresAt).toISOString() }),
    };
  }

  #complete(choice: AvatarDefaults): AvatarChoice {
    const { avatarId, ...rest } = { ...this.#settings.defaults, ...choice };
    if (avatarId === undefined) {
      throw new RequestProblem(400, 'The request should name an avatarId: this backend has no default avatar.');
    }
    return { avatarId, ...rest };
  }

  #assertAwaited(caller: AbortSignal): void {
    if (caller.aborted) throw abortedError(caller.reason);
    this.assertOpen();
  }

  async #remember(sessionId: string, session: StoredSession): Promise<void> {
    const { now, store } = this.#settings;
    const forgetAt = Math.min(now() + FORGET_AFTER_MS, session.tokenExpiresAt ?? Infinity);
    await store.set(sessionId, { ...session, forgetAt });
  }

  async #closeInTime(): Promise<void> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), CLOSE_WITHIN_MS);
    const timeUp = new Promise<void>((resolve) => {
      deadline.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([this.#endAll(deadline.signal), timeUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #endAll(signal: AbortSignal): Promise<void> {
    await Promise.allSettled(this.#openings);
    const endings: Promise<void>[] = [];
    for await (const [sessionId, { token }] of this.#settings.store.entries()) {
      endings.push(this.#giveBack({ sessionId, token }, signal));
    }
    await Promise.all(endings);
  }

  async #giveBack(credentials: SessionCredentials, signal?: AbortSignal): Promise<void> {
    const { sessionId } = credentials;
    const { store, logger } = this.#settings;
    try {
      await this.#upstream.giveBack(credentials, signal);
      await store.delete(sessionId);
      logger.info('Session ended', { sessionId });
    } catch (error) {
      logger.error('A session could not be ended: it costs money until the service ends it by itself', {
        sessionId,
        reason: failureReason(error),
      });
    }
  }
}

/** What may stand for a session in a path: nothing that a URL gives a meaning of its own. */
function isSessionId(value: string): boolean {
  return /^(?!\.+$)[\w.~:=@-]{1,200}$/.test(value);
}
