import { anySignal } from '../core/abort-signals.js';
import { abandonable } from '../core/abandon.js';
import { delay as realDelay } from '../core/delay.js';
import { AvatarError } from '../core/errors.js';
import { logError } from '../core/logger.js';
import type { SessionGrant } from '../core/protocol.js';
import { proofOf } from '../core/session-key.js';
import { checkNumbers } from './check-numbers.js';
import { Connector, endQuietly, type ConnectionOptions } from './connector.js';
import { leave } from './leave.js';
import { watchPage } from '../core/page-leaving.js';
import type { Live } from './live.js';
import { loadLive, type LiveCode } from './load-live.js';
import { PreparedConnection } from './prepared-connection.js';
import { recentIceServers } from './recent-ice-servers.js';
import type { ConnectOptions } from './session-config.js';
import type { SessionLifeOptions } from './session-life-options.js';
import type { SessionLimits } from './session-limits.js';
import type { SessionEndReason } from './session-metrics.js';
import type { SessionSource } from './session-source.js';
import { toConnectionState, transition, type SessionInput, type SessionState } from './session-state.js';
import type { AvatarSpeech } from './speech/avatar-speech.js';
import type { SessionTimings } from './timings.js';

/** A connection that was made ready and not used holds a relay's place; it is given back after this, in milliseconds. */
const PREPARED_FOR_MS = 60_000;

/** Where a session is between its beginning and its end; the only one that changes its state. */
export class SessionLife {
  readonly #options: SessionLifeOptions;
  #state: SessionState = 'IDLE';
  #grant: SessionGrant | undefined;
  #connecting: Promise<void> | undefined;
  #live: Live | undefined;
  /** What a session that failed still has to give back. */
  #closing: Promise<void> | undefined;
  #connector: Connector | undefined;
  #prepared: PreparedConnection | undefined;
  #preparation = new AbortController();
  #isOnScreen = true;
  /** From connect to the end; replaced by the next connect. */
  #lifetime = new AbortController();

  constructor(options: SessionLifeOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** What opened the newest session. */
  get grant(): SessionGrant | undefined {
    return this.#grant;
  }

  /** The headers that prove to the backend that the session is this page's. */
  get proof(): Record<string, string> {
    return proofOf(this.#grant ?? {}, this.#options.dependencies.isAuthorizationTaken?.());
  }

  /** What is said in the open session; undefined where none is open. */
  get speech(): AvatarSpeech | undefined {
    return this.#live?.speech;
  }

  get limits(): SessionLimits | undefined {
    return this.#live?.limits;
  }

  get timings(): SessionTimings {
    return this.#connector?.timings.all ?? {};
  }

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  async prepare(): Promise<void> {
    if (this.#prepared || this.#connecting || this.#live) return;
    const { config } = this.#options;
    const prepared = (this.#prepared = new PreparedConnection(this.#connectionOptions()));
    const { delay = realDelay } = this.#options.dependencies;
    void delay(PREPARED_FOR_MS, { signal: this.#preparation.signal }).then(
      () => this.#takePrepared()?.whep.close(),
      () => undefined, // It was used.
    );
    await prepared.whep.prepare(config.iceServers ?? recentIceServers());
  }

  connect(source: SessionSource, options: ConnectOptions): Promise<void> {
    // An attempt that was ended may still be closing: a later call starts a new one.
    if (this.#connecting && !this.#lifetime.signal.aborted) return this.#connecting;
    const connecting = this.#connect(source, options).finally(() => {
      if (this.#connecting === connecting) this.#connecting = undefined;
    });
    this.#connecting = connecting;
    return connecting;
  }

  /** The open session. @throws {AvatarError} `INVALID_STATE` where there is none. */
  assertOpen(what: string): Live {
    this.resumeMedia();
    if (this.#live) return this.#live;
    throw new AvatarError(
      'INVALID_STATE',
      `The avatar cannot ${what} while the session is ${this.#state}. Open it first and wait until it is READY.`,
    );
  }

  resumeMedia(): void {
    this.#live?.economy.resume();
  }

  setOnScreen(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.#live?.economy.setOnScreen(isOnScreen);
  }

  /** The open session can go on no more. False where none is open. */
  fail(error: AvatarError): boolean {
    const live = this.#live;
    if (!live) return false;
    this.#close('fail', error, live.limits.endBy(error));
    this.report(error);
    this.#closing = live.session.close();
    return true;
  }

  /** Tells of an error that has no caller, or whose caller has been told. */
  report(error: AvatarError): void {
    if (error.code === 'ABORTED') return;
    logError(this.#options.logger, error);
    this.#options.events.emit('error', error);
  }

  async end(reason: SessionEndReason = 'page'): Promise<void> {
    const live = this.#live;
    const connecting = this.#connecting?.catch(() => undefined);
    this.#close('end', new AvatarError('ABORTED', 'The session was ended.'), reason);
    await Promise.all([connecting, this.#closing, live?.session.close(), this.#takePrepared()?.whep.close()]);
  }

  async #connect(
    source: SessionSource,
    { videoContainerId, signal: caller, ...requested }: ConnectOptions,
  ): Promise<void> {
    const { client, media, config } = this.#options;
    if (this.#live)
      throw new AvatarError('INVALID_STATE', 'This session is open already. End it before you open another.');
    checkNumbers({ voiceSpeed: requested.voiceSpeed });
    if (videoContainerId !== undefined) media.attachTo(videoContainerId);

    watchPage();
    const lifetime = (this.#lifetime = new AbortController());
    // Where it cannot be made, nothing has begun.
    const connector = (this.#connector = new Connector({
      ...this.#connectionOptions(),
      source,
      requested,
      client,
      iceServers: config.iceServers,
      prepared: this.#takePrepared(),
      onGrant: (grant) => {
        this.#grant = grant;
        this.#live?.limits.opened(grant);
      },
      keepAlive: (control, until) => {
        const { logger, dependencies } = this.#options;
        const keep = ({ keepAlive }: LiveCode): void => keepAlive(control, { ...dependencies, logger, signal: until });
        // Loaded beside the way to the first frame, which does without; what fails is told once it is needed.
        loadLive().then(keep, () => undefined);
      },
      onStep: (step) => this.#options.events.emit('connectProgress', step),
      onConnectionState: (state) => this.#onConnectionState(state, lifetime.signal),
    }));
    // A page that is left takes its session with it; the requests outlive it.
    window.addEventListener('pagehide', (event) => this.#onPageHide(event), { signal: lifetime.signal });
    window.addEventListener('pageshow', () => this.#live?.session.resume(), { signal: lifetime.signal });
    this.#apply('connect');
    const signal = anySignal(lifetime.signal, caller);
    try {
      const open = await connector.open({
        signal,
        onStream: (stream) => media.show({ stream }),
      });
      const code = await abandonable(loadLive(), signal).catch(async (error: unknown) => {
        await leave(open.whep.close(), () => endQuietly(open.control, this.#options.logger));
        throw error;
      });
      media.show(open.whep);
      this.#live = code.goLive({
        ...this.#options,
        connector,
        open,
        voiceSpeed: requested.voiceSpeed,
        signal: lifetime.signal,
        onInput: (input) => this.#apply(input),
        onGone: (error) => this.fail(error),
        onEnd: (reason) => void this.end(reason),
      });
      this.#live.economy.setOnScreen(this.#isOnScreen);
      this.#apply('ready');
    } catch (error) {
      const isGivenUp = caller?.aborted;
      if (!lifetime.signal.aborted) this.#close(isGivenUp ? 'end' : 'fail', error, isGivenUp ? 'page' : 'error');
      throw error;
    }
  }

  #onPageHide({ persisted }: PageTransitionEvent): void {
    if (!persisted || !this.#live?.session.suspend()) void this.end('left');
  }

  #close(input: 'end' | 'fail', cause: unknown, reason: SessionEndReason): void {
    const live = this.#live;
    this.#live = undefined;
    this.#lifetime.abort(cause);
    live?.speech.stop();
    live?.record.end(reason);
    this.#options.media.close();
    this.#apply(input, reason);
  }

  #onConnectionState(state: RTCPeerConnectionState, lifetime: AbortSignal): void {
    if (lifetime.aborted) return;
    this.#options.media.setConnectionState(this.#live?.session.isAway ? 'DISCONNECTED' : toConnectionState(state));
    this.#options.logger.debug(`The connection is ${state}`);
    this.#live?.session.handleConnectionState(state);
  }

  #takePrepared(): PreparedConnection | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    this.#preparation.abort();
    this.#preparation = new AbortController();
    return prepared;
  }

  #connectionOptions(): ConnectionOptions {
    const { config, dependencies, transport, logger } = this.#options;
    return { ...dependencies, transport, logger, iceTransportPolicy: config.iceTransportPolicy };
  }

  #apply(input: SessionInput, reason?: SessionEndReason): void {
    const next = transition(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    this.#options.logger.info(`The session is ${next}`);
    this.#options.events.emit('stateChange', next, reason);
  }
}
