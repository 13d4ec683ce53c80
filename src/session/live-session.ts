import { anySignal } from '../core/abort-signals.js';
import { AvatarError, isSessionOver, toAvatarError } from '../core/errors.js';
import { isRefused } from '../core/is-refused.js';
import type { CallOptions, SessionControl } from '../core/session-control.js';
import { endQuietly, type OpenSession } from './connector.js';
import { KeepAlive } from '../core/keep-alive.js';
import { leave } from './leave.js';
import type { LiveSessionOptions } from './live-session-options.js';
import { HealthWatch } from './recovery/health-watch.js';
import { FreshMedia } from './recovery/fresh-media.js';
import { brokenError, goneError } from './recovery/lost-errors.js';
import { cutShortOnline, online } from './recovery/online.js';
import { restartIce } from './recovery/restart-ice.js';
import { reconnect, type Remedy } from './recovery/reconnect.js';
import type { Speaker } from './speech/handover.js';
import type { WhepConnection } from './whep/whep-connection.js';

/** A session from its first frame to its end: keeps it alive, and recovers it when it is lost. */
export class LiveSession {
  readonly #options: LiveSessionOptions;
  readonly #health: HealthWatch;
  readonly #keepAlive: KeepAlive;
  readonly #freshMedia: FreshMedia;
  #open: OpenSession;
  #recovering: Promise<void> | undefined;
  /** Aborts where the service says that the session that is being recovered is over. */
  #over = new AbortController();
  /** Watches the frames of the connection at hand. */
  #watch = new AbortController();
  /** Why there are no media although the session is open: nobody looks, or the page is in the back-forward cache. */
  #away: 'paused' | 'suspended' | undefined;
  #hasFreshCredentials = false;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#open = options.open;
    const { signal, delay, wallClock, logger } = options;
    this.#freshMedia = new FreshMedia(wallClock, logger);
    this.#health = new HealthWatch({
      signal,
      delay,
      wallClock,
      connectionState: () => this.#open.whep.connectionState,
      onTrouble: (remedy, reason) => {
        // A connection that is paused on purpose stays paused, whatever the network does.
        if (!this.#away) this.#lose(remedy, brokenError(reason));
      },
      onWake: () => this.#keepAlive.now(),
    });
    this.#keepAlive = new KeepAlive({
      keepAlive: (callOptions) => this.#keep(callOptions),
      signal,
      delay,
      wallClock,
      logger,
      onKept: (answer) => {
        this.#hasFreshCredentials = false;
        options.onKept(answer);
      },
      onRefused: (error, wasLate) => this.#onKeepAliveRefused(error, wasLate),
    });
    this.#watchFrames();
  }

  /** The session as the speech knows it; goes on through every recovery. */
  get speaker(): Speaker {
    const whep = (): WhepConnection => this.#open.whep;
    return {
      control: {
        sayText: (say, options) => this.#call((control, callOptions) => control.sayText(say, callOptions), options),
        sayAudio: (say, options) => this.#call((control, callOptions) => control.sayAudio(say, callOptions), options),
        interrupt: (options) => this.#call((control, callOptions) => control.interrupt(callOptions), options),
      },
      get whep() {
        return whep();
      },
    };
  }

  /** Whether it has no media on purpose: nobody looks, or the page is in the back-forward cache. */
  get isAway(): boolean {
    return this.#away !== undefined;
  }

  /** @throws {AvatarError} `INVALID_STATE` while the media rests. */
  async getStats(): Promise<RTCStatsReport> {
    if (this.#away) throw new AvatarError('INVALID_STATE', 'The media rests: nobody sees it.');
    return this.#open.whep.getStats();
  }

  handleConnectionState(state: RTCPeerConnectionState): void {
    if (!this.#recovering && !this.#away) this.#health.handleConnectionState(state);
  }

  /**
   * Gives the session back while the page is out of sight and may not come back: a page in the back-forward cache.
   * {@link resume} opens another. False where there is no other to be had.
   */
  suspend(): boolean {
    if (!this.#options.connector.canRenew) return false;
    this.#away = 'suspended';
    this.#watch.abort();
    this.#options.onLost();
    void this.#leave();
    return true;
  }

  resume(): void {
    if (this.#away !== 'suspended') return;
    this.#away = undefined;
    this.#startRecovery('session', new AvatarError('SESSION_GONE', 'The session was ended when the page was left.'));
  }

  /** Releases the connection for as long as nobody watches; the session goes on. */
  async pauseMedia(): Promise<void> {
    if (this.#away) return;
    this.#away = 'paused';
    this.#watch.abort();
    await this.#open.whep.release();
  }

  /** Makes a new connection after {@link pauseMedia}. */
  resumeMedia(): void {
    if (this.#away !== 'paused') return;
    this.#away = undefined;
    this.#startRecovery('media', new AvatarError('MEDIA_STALLED', 'The picture could not be brought back.'));
  }

  /** Tells the backend that the visitor is there. Where that fails, the session ends as if they were not. */
  async keepUsed(): Promise<void> {
    await this.#keep({ signal: this.#options.signal }, true).then(this.#options.onKept, () => undefined);
  }

  /** Closes the connection and ends the session on the service. Never rejects. */
  async close(): Promise<void> {
    const { whep, control } = this.#open;
    await leave(whep.close(), () => endQuietly(control, this.#options.logger));
  }

  /**
   * Makes a call of the session. Where the service refuses the credentials, fresh ones are asked for once, and the call
   * is made again.
   * @throws {AvatarError} As the call; `SESSION_GONE` where the service no longer has the session.
   */
  async #call(
    make: (control: SessionControl, options: CallOptions) => Promise<void>,
    options: CallOptions = {},
  ): Promise<void> {
    try {
      await make(this.#open.control, options);
      this.#hasFreshCredentials = false;
    } catch (cause) {
      await this.recoverFrom(cause);
      await make(this.#open.control, options);
    }
  }

  /**
   * Resolves when a call that was refused can be made again: in another session, where that one was lost.
   * @throws {AvatarError} What the call failed with, where no other session helps.
   */
  async recoverFrom(cause: unknown): Promise<void> {
    const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The call failed.');
    if (isSessionOver(error)) await this.#renewLostSession(error);
    else if (this.#mayRenewCredentials(error)) await this.#renewCredentials(error);
    else throw error;
  }

  /**
   * Opens another session where a machine that slept let this one die.
   * @throws {AvatarError} `SESSION_GONE` where the service ended the session of a machine that was awake.
   */
  async #renewLostSession(cause: AvatarError): Promise<void> {
    const gone = goneError(cause);
    if (!this.#recovering && !(this.#keepAlive.isLate && this.#options.connector.canRenew)) throw gone;
    await this.#recover('session', gone);
  }

  async #keep(options: CallOptions, isUsed = false): Promise<unknown> {
    const { control } = this.#open;
    // The answer of a session that was given up meanwhile tells nothing of the one in its place.
    const isStill = (): boolean => control === this.#open.control;
    const answer = await control.keepAlive(options, isUsed).catch((error: unknown) => {
      if (isStill()) throw error;
    });
    return isStill() ? answer : undefined;
  }

  #onKeepAliveRefused(error: AvatarError, wasLate: boolean): void {
    if (this.#away) return; // What comes next finds out by itself.
    if (this.#recovering) {
      // A media server may connect to a session that is no more, and show nothing for ever.
      if (isSessionOver(error)) this.#over.abort(goneError(error));
    } else if (isSessionOver(error)) {
      const gone = goneError(error);
      // A machine that slept let its session die; one that was awake was told so by the service.
      if (wasLate && this.#options.connector.canRenew) this.#lose('session', gone);
      else this.#options.onGone(gone);
    } else if (this.#mayRenewCredentials(error)) {
      this.#renewCredentials(error).catch(() => undefined); // Told by onGone.
    } else this.#options.onGone(error);
  }

  #mayRenewCredentials(error: unknown): boolean {
    return isRefused(error) && !this.#hasFreshCredentials && this.#options.connector.canRenew;
  }

  async #renewCredentials(cause: unknown): Promise<void> {
    this.#hasFreshCredentials = true;
    this.#options.logger.warn('The service refused the session’s credentials: fresh ones are asked for');
    await this.#recover('session', toAvatarError(cause, 'UNAUTHORIZED', 'The credentials were refused.'));
  }

  #watchFrames(): void {
    this.#watch = new AbortController();
    this.#open.whep.watchFrames({
      signal: anySignal(this.#options.signal, this.#watch.signal),
      delay: this.#options.lookDelay,
      mayRest: () => document.visibilityState === 'hidden' || this.#options.isPaused(),
      onStall: (what) =>
        // Another path brings nothing to a decoder that hangs; another connection brings another decoder.
        this.#lose(
          what === 'decoder' ? 'media' : 'ice',
          new AvatarError('MEDIA_STALLED', 'The avatar’s picture stands still. Start it again.'),
        ),
    });
  }

  #lose(first: Remedy, cause: AvatarError): void {
    if (!this.#recovering) this.#options.logger.warn(`Reconnecting: ${cause.message}`);
    this.#startRecovery(first, cause);
  }

  #startRecovery(first: Remedy, cause: AvatarError): void {
    this.#recover(first, cause).catch(() => undefined); // Told by onGone.
  }

  #recover(first: Remedy, cause: AvatarError): Promise<void> {
    if (this.#options.signal.aborted) return Promise.resolve();
    this.#recovering ??= this.#recoverOnce(first, cause).finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #recoverOnce(first: Remedy, cause: AvatarError): Promise<void> {
    const { connector, policy, delay, logger, signal, onLost, onRecovered, onGone } = this.#options;
    const { whep } = this.#open;
    const { sessionId } = this.#open.grant;
    const { signal: over } = (this.#over = new AbortController());
    this.#watch.abort();
    onLost();
    // It is asked at once whether there is still a session to reconnect to.
    if (first !== 'session') this.#keepAlive.now();
    try {
      await reconnect({
        first,
        restartIce: whep.canRestartIce ? (attempt) => restartIce(whep, attempt) : undefined,
        renewMedia: (attempt) => this.#renewMedia(attempt),
        renewSession: connector.canRenew ? (attempt) => this.#renewSession(attempt) : undefined,
        online: (attempt) => online(delay, attempt.signal),
        cause,
        policy,
        delay: cutShortOnline(delay),
        logger,
        signal,
        over,
      });
    } catch (error) {
      const failure = toAvatarError(error, cause.code, cause.message);
      if (!signal.aborted) onGone(isSessionOver(failure) ? goneError(failure) : failure);
      throw error;
    }
    this.#watchFrames();
    onRecovered({ isSameSession: this.#open.grant.sessionId === sessionId, whep: this.#open.whep });
    // The old connection's last frame was on show until now.
    if (whep !== this.#open.whep) await whep.close();
  }

  /** Ends the session on the service; its last frame can still be looked at. */
  async #leave(): Promise<void> {
    const { whep, control } = this.#open;
    await leave(whep.release(), () => endQuietly(control, this.#options.logger));
  }

  async #renewMedia({ signal }: { signal: AbortSignal }): Promise<void> {
    // The service allows one viewer: the old one leaves before the new one comes.
    await this.#open.whep.release();
    const { connector } = this.#options;
    const media = await this.#freshMedia.of(this.#open, connector, signal);
    this.#open = { ...this.#open, media };
    this.#open = { ...this.#open, whep: await connector.openMedia(this.#open.grant, media, signal) };
  }

  async #renewSession({ signal }: { signal: AbortSignal }): Promise<void> {
    await this.#leave();
    this.#open = await this.#options.connector.open({ signal });
    this.#freshMedia.renewed();
  }
}
