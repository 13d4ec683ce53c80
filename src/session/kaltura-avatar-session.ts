import { ControlClient } from '../core/control-client.js';
import { delay as realDelay } from '../core/delay.js';
import { AvatarError, isSessionOver, toAvatarError } from '../core/errors.js';
import { createLogger, type Logger } from '../core/logger.js';
import type { SessionCredentials } from '../core/protocol.js';
import type { CallOptions, Transport } from '../core/session-control.js';
import { TypedEvents, type Listener } from '../core/typed-events.js';
import { AvatarSpeech } from './speech/avatar-speech.js';
import { connectOnce, endQuietly, type LiveSession } from './connect-attempt.js';
import { runKeepAlive } from './keep-alive.js';
import { MediaState } from './media-state.js';
import type {
  AttachOptions,
  AvatarConfig,
  ConnectOptions,
  CreateSessionOptions,
  SessionDependencies,
  SessionEvents,
} from './session-config.js';
import { createKeySource, createReadySource, sessionOfKey, type SessionSource } from './session-source.js';
import {
  toConnectionState,
  transition,
  type ConnectionState,
  type SessionInput,
  type SessionState,
} from './session-state.js';
import { createTransport } from './transport.js';

/**
 * One avatar, without a user interface: opens a session, shows it, speaks, ends it.
 *
 * Every method that fails rejects with an {@link AvatarError}, which is also logged and given to the `error` listeners;
 * a call that was aborted only rejects. A session that ended or failed can be opened again.
 */
export class KalturaAvatarSession {
  readonly #apiKey: string | undefined;
  readonly #config: AvatarConfig;
  readonly #dependencies: SessionDependencies;
  readonly #logger: Logger;
  readonly #transport: Transport;
  readonly #client: ControlClient;
  readonly #events: TypedEvents<SessionEvents>;
  readonly #media: MediaState;
  readonly #speech: AvatarSpeech;

  #state: SessionState = 'IDLE';
  #sessionId: string | null = null;
  #connecting: Promise<void> | undefined;
  #live: LiveSession | undefined;
  /** From connect to the end; replaced by the next connect. */
  #lifetime = new AbortController();

  /**
   * @param apiKey A Kaltura Session (KS), for prototypes that create the session in the browser. Leave it out where a
   * backend creates the session. The token of a session is taken too: createSession() and attachAvatar() then connect to
   * that session.
   * @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL.
   */
  constructor(apiKey?: string, config: AvatarConfig = {}, dependencies: SessionDependencies = {}) {
    this.#apiKey = apiKey;
    this.#config = config;
    this.#dependencies = dependencies;
    this.#logger = createLogger(config.logLevel, config.logger);
    this.#transport = createTransport(config, dependencies, this.#logger);
    this.#client = new ControlClient({ ...config, ...this.#transport });
    this.#events = new TypedEvents((error) => this.#logger.error('A listener of the session failed', error));
    this.#media = new MediaState(this.#events);
    this.#speech = new AvatarSpeech({
      onStart: () => this.#events.emit('speakingStart'),
      onEnd: () => this.#events.emit('speakingEnd'),
      now: dependencies.now ?? (() => performance.now()),
    });
  }

  /** The avatar's picture and sound while there are any, for a video element of your own. */
  get mediaStream(): MediaStream | null {
    return this.#media.stream;
  }

  get isSpeaking(): boolean {
    return this.#speech.isSpeaking;
  }

  getSessionId(): string | null {
    return this.#sessionId;
  }

  getSessionState(): SessionState {
    return this.#state;
  }

  getConnectionState(): ConnectionState {
    return this.#media.connectionState;
  }

  on<Name extends keyof SessionEvents>(event: Name, callback: Listener<SessionEvents, Name>): void {
    this.#events.on(event, callback);
  }

  off<Name extends keyof SessionEvents>(event: Name, callback: Listener<SessionEvents, Name>): void {
    this.#events.off(event, callback);
  }

  /**
   * Creates a session with the KS given to the constructor and connects to it; resolves with the first frame. With a
   * session's token in its place, that session is connected to and none is created.
   * @throws {AvatarError}
   */
  createSession(options: CreateSessionOptions): Promise<void> {
    return this.connect(createKeySource(this.#client, this.#apiKey), options);
  }

  /**
   * Connects to a session that your backend created; resolves with the first frame.
   * @throws {AvatarError}
   */
  initSession(session: SessionCredentials, options: AttachOptions = {}): Promise<void> {
    return this.connect(createReadySource(session), options);
  }

  /**
   * Gets a session from `source` and connects to it; resolves with the first frame. A call made while another is under
   * way gets that one's promise.
   * @throws {AvatarError} `INVALID_STATE` when the session is open already; otherwise whatever made it fail.
   */
  connect(source: SessionSource, options: ConnectOptions = {}): Promise<void> {
    this.#connecting ??= this.#reported(() => this.#connect(source, options)).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /**
   * Shows the avatar in an element of the page, in a video element made for it. Where the constructor was given a
   * session's token, this connects to that session.
   * @throws {AvatarError} `INVALID_CONFIGURATION`: no element has that id.
   */
  attachAvatar(containerId: string): void {
    this.#media.attachTo(containerId);
    const session = sessionOfKey(this.#apiKey);
    // What fails is told by the error event: nobody waits here.
    if (session && this.#state === 'IDLE') this.initSession(session).catch(() => undefined);
  }

  /**
   * Says a text; resolves when the service has taken it.
   * @param turnId Names the turn that the text belongs to. Default: a new turn.
   * @param isFinal Whether the turn ends with this text. Default true.
   * @throws {AvatarError}
   */
  sayText(
    text: string,
    turnId: string = crypto.randomUUID(),
    isFinal = true,
    options: CallOptions = {},
  ): Promise<void> {
    return this.#reported(() => this.#speech.sayText(this.#assertReady('speak'), text, turnId, isFinal, options));
  }

  /**
   * Says an audio file; resolves when the service has taken it.
   * @param audio An MP3 file, 44.1 kHz.
   * @param duration Its length in seconds.
   * @throws {AvatarError}
   */
  sayAudio(audio: Blob, turnId: string, duration: number, options: CallOptions = {}): Promise<void> {
    return this.#reported(() => this.#speech.sayAudio(this.#assertReady('speak'), audio, turnId, duration, options));
  }

  /**
   * Says an MP3 file (44.1 kHz) as a turn of its own; resolves when the service has taken it.
   * @throws {AvatarError}
   */
  speakAudio(audio: Blob, options: CallOptions = {}): Promise<void> {
    const turnId = crypto.randomUUID();
    return this.#reported(() => this.#speech.sayAudio(this.#assertReady('speak'), audio, turnId, undefined, options));
  }

  /** Silences the avatar and drops all that was still to be said. @throws {AvatarError} */
  interrupt(options: CallOptions = {}): Promise<void> {
    return this.#reported(() => this.#speech.interrupt(this.#assertReady('be interrupted'), options));
  }

  /** Ends the session, from any state. Idempotent; never rejects: what the service does not hear, it finds out by itself. */
  async endSession(): Promise<void> {
    const live = this.#live;
    const connecting = this.#connecting?.catch(() => undefined);
    this.#close('end', new AvatarError('ABORTED', 'The session was ended.'));
    await Promise.all([connecting, live && this.#giveBack(live)]);
  }

  async #connect(source: SessionSource, { videoContainerId, signal: caller, ...wish }: ConnectOptions): Promise<void> {
    if (this.#live)
      throw new AvatarError('INVALID_STATE', 'This session is open already. End it before you open another.');
    if (videoContainerId !== undefined) this.#media.attachTo(videoContainerId);

    const lifetime = (this.#lifetime = new AbortController());
    // A page that is left takes its session with it; the requests outlive it.
    window.addEventListener('pagehide', () => void this.endSession(), { signal: lifetime.signal });
    this.#apply('connect');
    try {
      const live = await connectOnce({
        ...this.#dependencies,
        source,
        wish,
        client: this.#client,
        transport: this.#transport,
        logger: this.#logger,
        iceTransportPolicy: this.#config.iceTransportPolicy,
        signal: caller ? AbortSignal.any([caller, lifetime.signal]) : lifetime.signal,
        onGrant: ({ sessionId }) => (this.#sessionId = sessionId),
        onStream: (stream) => this.#media.setStream(stream),
        onConnectionState: (state) => this.#onConnectionState(state, lifetime.signal),
      });
      this.#open(live, lifetime.signal);
    } catch (error) {
      if (!lifetime.signal.aborted) this.#close(caller?.aborted ? 'end' : 'fail', error);
      throw error;
    }
  }

  #open(live: LiveSession, signal: AbortSignal): void {
    this.#live = live;
    this.#speech.start(live);
    void runKeepAlive({
      keepAlive: (options) => live.control.keepAlive(options),
      signal,
      delay: this.#dependencies.delay ?? realDelay,
      logger: this.#logger,
      onGone: (error) => this.#fail(error),
    });
    this.#apply('ready');
  }

  #assertReady(what: string): LiveSession {
    if (this.#live) return this.#live;
    throw new AvatarError(
      'INVALID_STATE',
      `The avatar cannot ${what} while the session is ${this.#state}. Open it first and wait until it is READY.`,
    );
  }

  /** Logs what `work` throws and tells the listeners, then throws it on. */
  async #reported(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The call failed.');
      if (isSessionOver(error) && this.#live) this.#fail(error);
      else this.#report(error);
      throw error;
    }
  }

  #report(error: AvatarError): void {
    if (error.code === 'ABORTED') return;
    this.#logger.error(error.message, error);
    this.#events.emit('error', error);
  }

  /** A session that was open and can go on no more. */
  #fail(error: AvatarError): void {
    const live = this.#live;
    if (!live) return;
    this.#close('fail', error);
    this.#report(error);
    void this.#giveBack(live);
  }

  async #giveBack({ control, whep }: LiveSession): Promise<void> {
    await Promise.all([whep.close(), endQuietly(control, this.#logger)]);
  }

  #close(input: 'end' | 'fail', reason: unknown): void {
    this.#live = undefined;
    this.#lifetime.abort(reason);
    this.#speech.stop();
    this.#media.close();
    this.#apply(input);
  }

  #onConnectionState(state: RTCPeerConnectionState, lifetime: AbortSignal): void {
    if (lifetime.aborted) return;
    this.#media.setConnectionState(toConnectionState(state));
    this.#logger.debug(`The connection is ${state}`);
    if (state === 'failed') {
      this.#fail(new AvatarError('RTC_CONNECTION_FAILED', 'The connection to the avatar broke. Start it again.'));
    }
  }

  #apply(input: SessionInput): void {
    const next = transition(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    this.#logger.info(`The session is ${next}`);
    this.#events.emit('stateChange', next);
  }
}
