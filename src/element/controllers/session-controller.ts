import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { AvatarError, abortedError, toAvatarError } from '../../core/errors.js';
import { createLogger, logError } from '../../core/logger.js';
import type { EconomyPolicy } from '../../session/economy.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import { toAvatarState, type AvatarState } from '../avatar-state.js';
import {
  AvatarConnectionChangeEvent,
  AvatarErrorEvent,
  AvatarSpeakingEndEvent,
  AvatarSpeakingStartEvent,
  AvatarStateChangeEvent,
} from '../events.js';
import { loadSession, type SessionCode } from '../load-session.js';

/** What the element's attributes say about the session to open. */
export interface SessionSettings {
  sessionEndpoint: string | null;
  baseUrl: string | null;
  avatarId: string | null;
  voiceId: string | null;
}

/** An avatar that nobody has seen for a while, and that is silent, takes no traffic and no power until it is seen again. */
const ECONOMY: EconomyPolicy = { whenUnseen: 'pause', afterSeconds: 60 };

export interface SessionHost extends ReactiveControllerHost, EventTarget {
  readonly isConnected: boolean;
}

/** Opens and ends sessions for the element and tells the page what happens to them. */
export class SessionController implements ReactiveController {
  readonly #host: SessionHost;
  readonly #settings: () => SessionSettings;
  readonly #onStream: (stream: MediaStream | null) => void;
  readonly #logger = createLogger();
  #session: KalturaAvatarSession | undefined;
  /** Made ready for a start that has not come yet. */
  #prepared: { session: KalturaAvatarSession; baseUrl: string | null } | undefined;
  #starting: Promise<KalturaAvatarSession> | undefined;
  /** While the session's code is on its way. */
  #loading: AbortController | undefined;
  #isOnScreen = true;
  #state: AvatarState = 'idle';
  #error: AvatarError | null = null;

  constructor(host: SessionHost, settings: () => SessionSettings, onStream: (stream: MediaStream | null) => void) {
    this.#host = host;
    this.#settings = settings;
    this.#onStream = onStream;
    host.addController(this);
  }

  get state(): AvatarState {
    return this.#state;
  }

  /** What failed last; null once something has worked again. */
  get error(): AvatarError | null {
    return this.#error;
  }

  get isSpeaking(): boolean {
    return this.#session?.isSpeaking ?? false;
  }

  get sessionId(): string | null {
    return this.#session?.getSessionId() ?? null;
  }

  async start(): Promise<void> {
    if (this.#state === 'live' || this.#state === 'reconnecting') return;
    await (this.#starting ??= this.#start().finally(() => (this.#starting = undefined)));
  }

  /**
   * Readies what a start needs, without opening a session: its code, a connection and an offer. For visitors who are about to
   * start; what fails is told when they do.
   */
  async prepare(): Promise<void> {
    if (!this.#mayPrepare()) return;
    const code = await loadSession().catch(() => undefined);
    if (!code || !this.#mayPrepare()) return;
    const { baseUrl } = this.#settings();
    try {
      const session = this.#takePrepared(baseUrl) ?? create(code, baseUrl);
      this.#prepared = { session, baseUrl };
      await session.prepare();
    } catch {
      this.#prepared = undefined;
    }
  }

  /** Whether the avatar is scrolled into view. */
  setOnScreen(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.#session?.setOnScreen(isOnScreen);
  }

  /** Runs `work` on the open session; waits for it where it is being opened. */
  async run(work: (session: KalturaAvatarSession) => Promise<void>): Promise<void> {
    const session = await (this.#starting ?? this.#assertLive());
    await work(session);
    this.#setError(null);
  }

  async end(): Promise<void> {
    this.#loading?.abort();
    const prepared = this.#prepared?.session;
    this.#prepared = undefined;
    await Promise.all([this.#session?.endSession(), prepared?.endSession()]);
  }

  hostDisconnected(): void {
    // An element that is only moved is back before the microtask runs.
    queueMicrotask(() => {
      if (!this.#host.isConnected) void this.end();
    });
  }

  async #start(): Promise<KalturaAvatarSession> {
    this.#setError(null);
    const { sessionEndpoint, baseUrl, avatarId, voiceId } = this.#settings();
    this.#setState('connecting');
    const code = await this.#load();
    const { session, source } = this.#checked(() => ({
      source: code.createEndpointSource({ endpoint: sessionEndpoint ?? '' }),
      session: this.#takePrepared(baseUrl) ?? create(code, baseUrl),
    }));
    session.setOnScreen(this.#isOnScreen);
    this.#follow(session);
    await session.connect(source, { ...(avatarId ? { avatarId } : {}), ...(voiceId ? { voiceId } : {}) });
    return session;
  }

  #mayPrepare(): boolean {
    const isOpen = this.#state === 'live' || this.#state === 'reconnecting';
    return this.#host.isConnected && !isOpen && !this.#starting;
  }

  #takePrepared(baseUrl: string | null): KalturaAvatarSession | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared?.baseUrl === baseUrl) return prepared.session;
    void prepared?.session.endSession();
    return undefined;
  }

  #follow(session: KalturaAvatarSession): void {
    this.#session = session;
    session.on('stateChange', (state) => this.#setState(toAvatarState(state)));
    session.on('connectionChange', (state) => this.#host.dispatchEvent(new AvatarConnectionChangeEvent(state)));
    session.on('speakingStart', () => this.#tell(new AvatarSpeakingStartEvent()));
    session.on('speakingEnd', () => this.#tell(new AvatarSpeakingEndEvent()));
    session.on('streamChange', (stream) => this.#onStream(stream));
    session.on('error', (error) => this.#onError(error));
  }

  async #load(): Promise<SessionCode> {
    const { signal } = (this.#loading = new AbortController());
    try {
      const code = await loadSession();
      if (!signal.aborted) return code;
    } catch (cause) {
      throw this.#refused(toAvatarError(cause, 'NETWORK', 'The avatar’s code could not be loaded.'));
    } finally {
      this.#loading = undefined;
    }
    this.#setState('ended');
    throw abortedError();
  }

  #checked<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (cause) {
      throw this.#refused(toAvatarError(cause, 'INVALID_CONFIGURATION', 'The avatar is not set up correctly.'));
    }
  }

  /** Tells of an error that came before there was a session to tell of it. */
  #refused(error: AvatarError): AvatarError {
    logError(this.#logger, error);
    this.#setState('error');
    this.#onError(error);
    return error;
  }

  #assertLive(): KalturaAvatarSession {
    if (this.#session && (this.#state === 'live' || this.#state === 'reconnecting')) return this.#session;
    const error = new AvatarError(
      'INVALID_STATE',
      `The avatar is ${this.#state}. Call start() first, or set autostart.`,
    );
    logError(this.#logger, error);
    this.#onError(error);
    throw error;
  }

  #onError(error: AvatarError): void {
    this.#setError(error);
    this.#host.dispatchEvent(new AvatarErrorEvent(error));
  }

  #setError(error: AvatarError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#host.requestUpdate();
  }

  #setState(state: AvatarState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell(new AvatarStateChangeEvent(state));
  }

  #tell(event: Event): void {
    this.#host.requestUpdate();
    this.#host.dispatchEvent(event);
  }
}

/** @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL. */
function create({ KalturaAvatarSession }: SessionCode, baseUrl: string | null): KalturaAvatarSession {
  return new KalturaAvatarSession(undefined, { economy: ECONOMY, ...(baseUrl ? { baseUrl } : {}) });
}
