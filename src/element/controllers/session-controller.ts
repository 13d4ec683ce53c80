import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { AvatarError, toAvatarError } from '../../core/errors.js';
import { createLogger } from '../../core/logger.js';
import { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import { createEndpointSource } from '../../session/session-source.js';
import { toAvatarState, type AvatarState } from '../avatar-state.js';
import {
  AvatarConnectionChangeEvent,
  AvatarErrorEvent,
  AvatarSpeakingEndEvent,
  AvatarSpeakingStartEvent,
  AvatarStateChangeEvent,
} from '../events.js';

/** What the element's attributes say about the session to open. */
export interface SessionSettings {
  sessionEndpoint: string | null;
  baseUrl: string | null;
  avatarId: string | null;
  voiceId: string | null;
}

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
  #starting: Promise<KalturaAvatarSession> | undefined;
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
    if (this.#state === 'live') return;
    await (this.#starting ??= this.#start().finally(() => (this.#starting = undefined)));
  }

  /** Runs `work` on the open session; waits for it where it is being opened. */
  async run(work: (session: KalturaAvatarSession) => Promise<void>): Promise<void> {
    const session = await (this.#starting ?? this.#assertLive());
    await work(session);
    this.#setError(null);
  }

  async end(): Promise<void> {
    await this.#session?.endSession();
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
    const { session, source } = this.#checked(() => ({
      source: createEndpointSource({ endpoint: sessionEndpoint ?? '' }),
      session: new KalturaAvatarSession(undefined, baseUrl ? { baseUrl } : {}),
    }));
    this.#follow(session);
    await session.connect(source, { ...(avatarId ? { avatarId } : {}), ...(voiceId ? { voiceId } : {}) });
    return session;
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

  #checked<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (cause) {
      const error = toAvatarError(cause, 'INVALID_CONFIGURATION', 'The avatar is not set up correctly.');
      this.#logger.error(error.message, error);
      this.#setState('error');
      this.#onError(error);
      throw error;
    }
  }

  #assertLive(): KalturaAvatarSession {
    if (this.#session && this.#state === 'live') return this.#session;
    const error = new AvatarError(
      'INVALID_STATE',
      `The avatar is ${this.#state}. Call start() first, or set autostart.`,
    );
    this.#logger.error(error.message, error);
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
