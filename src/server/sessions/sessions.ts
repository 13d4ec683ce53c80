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
import { createSessionKey, isSessionId } from './session-keys.js';
import type { MediaRelay } from './media-relay.js';
import type { Opening } from './opening.js';
import type { RecentTurn } from './recent-turn.js';
import { inSeconds } from './in-seconds.js';
import { scopesOf } from './scopes.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { SessionEnds } from './session-ends.js';
import type { SessionSettings } from './session-settings.js';
import { tokenExpiry, type Upstream } from './upstream.js';

/** A session, as a request is about it. */
type Logged = SessionRecord & Pick<OpenSession, 'log'>;

/** What sessions are opened, kept and ended by. */
export interface SessionParts {
  upstream: Upstream;
  media: MediaRelay;
  recentTurn: RecentTurn;
  registry: SessionRegistry;
  ends: SessionEnds;
  admission: Admission;
  telemetry: Telemetry;
}

/** The sessions that this backend answers for: it opens, relays to and ends them. */
export class Sessions {
  readonly #settings: SessionSettings;
  readonly #upstream: Upstream;
  readonly #media: MediaRelay;
  readonly #recentTurn: RecentTurn;
  readonly #registry: SessionRegistry;
  readonly #ends: SessionEnds;
  readonly #admission: Admission;
  readonly #telemetry: Telemetry;
  readonly #openings = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(settings: SessionSettings, parts: SessionParts) {
    this.#settings = settings;
    this.#upstream = parts.upstream;
    this.#media = parts.media;
    this.#recentTurn = parts.recentTurn;
    this.#registry = parts.registry;
    this.#ends = parts.ends;
    this.#admission = parts.admission;
    this.#telemetry = parts.telemetry;
  }

  /** Opens a session. Where that fails halfway, or nobody waits for it any more, the session is ended again. */
  open(opening: Opening): Promise<SessionGrant> {
    const opened = this.#open(opening);
    this.#openings.add(opened);
    return opened.finally(() => this.#openings.delete(opened));
  }

  /** A session, whoever's it is. */
  known(sessionId: string): Promise<OpenSession | undefined> {
    return this.#registry.visit(sessionId);
  }

  /**
   * Puts the session's end off, where it has been a while since it was found.
   * @param turn What is going on in it. Default: whatever it is.
   * @throws {RequestProblem} 404: it is over.
   * @throws {AvatarError} `ABORTED`: another turn has begun, wherever.
   */
  async goOn({ sessionId }: SessionRecord, turn?: number): Promise<OpenSession> {
    const session = await this.#registry.visit(sessionId);
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
      await this.#ends.forget(session, 'lost');
      throw new RequestProblem(410, 'The session is over: start a new one.');
    }
  }

  /**
   * Ends the session; one that the service has no longer counts as ended. Where the service does not answer, somebody tries again.
   * @throws {RequestProblem} 404: somebody else is ending it.
   */
  async end(session: Logged, because: 'requested' | 'withdrawn' = 'requested'): Promise<void> {
    if (!(await this.#registry.claim(session.sessionId, because))) throw noSuchSession();
    await this.#upstream.session(session).end();
    await this.#ends.forget(session, because);
    this.#telemetry.sessionEnded(because);
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
    if (isEnded || endsInMs < -CLAIMED_FOR_MS)
      await this.#ends.forget(record, because === 'forgotten' ? because : reason);
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
    if (this.#relaysOffer(opening)) this.#media.expectOffer();
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

  async #prepare(record: SessionRecord, opening: Opening): Promise<SessionGrant> {
    const { isBare, isAuthorizationTaken, signal } = opening;
    const { sessionId, token } = record;
    if (!isSessionId(sessionId)) {
      throw new AvatarError('PROTOCOL', 'create was answered with a session id that does not fit into a URL.');
    }
    this.#assertAwaited(signal);
    const endsAt = await this.#add(record);
    const endsInMs = Math.min(this.#registry.lastsMs(tokenExpiry(token), this.#settings.now()), opening.lastsMs);
    const init = isBare ? undefined : await this.#initClient(record, opening);
    return {
      sessionId,
      ...init,
      // Relative to the endpoint, so it holds behind any prefix and any proxy.
      ...(this.#settings.exposeToken ? { token } : { controlUrl: `session/${encodeURIComponent(sessionId)}` }),
      ...(isAuthorizationTaken ? { keyHeader: KEY_HEADER } : {}),
      expiresAt: new Date(endsAt).toISOString(),
      ...inSeconds({ endsInSeconds: endsInMs }),
      ...(record.isPageInControl ? {} : inSeconds({ idleSeconds: this.#settings.limits.idleSeconds * 1000 })),
    };
  }

  /** Where the media is; with the media server's answer, where the page has sent its offer along. */
  async #initClient(
    record: SessionRecord,
    opening: Opening,
  ): Promise<Pick<SessionGrant, 'whepUrl' | 'turn' | 'answer'>> {
    const { signal, log } = opening;
    const init = await this.#upstream.session(record).initClient({ signal });
    this.#recentTurn.remember(init.turn);
    this.#assertAwaited(signal);
    if (!this.#relaysOffer(opening)) return init;
    const { offer } = opening;
    const relayed = await this.#media.begin(record, init.whepUrl, { offer, signal, log });
    try {
      this.#assertAwaited(signal);
    } catch (error) {
      if (relayed) await this.#media.giveBack(record, relayed.answer);
      throw error;
    }
    return { ...init, ...relayed };
  }

  #relaysOffer(opening: Opening): opening is Opening & { offer: string } {
    const { mediaThrough, exposeToken } = this.#settings;
    return opening.offer !== undefined && mediaThrough !== 'page' && !exposeToken && !opening.isBare;
  }

  #recordOf(
    credentials: SessionCredentials,
    { avatarId, voiceId }: AvatarChoice,
    { caller, place, consent }: Opening,
    keyHash: string,
  ): SessionRecord {
    const { exposeToken: isPageInControl } = this.#settings;
    const { id, owner } = caller;
    return {
      ...credentials,
      ...{ keyHash, owner, caller: id, isPageInControl, avatarId, voiceId, consent, payers: scopesOf(caller) },
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
