import { ControlClient } from '../core/control-client.js';
import { toAvatarError } from '../core/errors.js';
import { createLogger } from '../core/logger.js';
import type { SessionCredentials } from '../core/protocol.js';
import type { CallOptions } from '../core/session-control.js';
import { newTurnId } from '../core/speech/turn-id.js';
import { TypedEvents, type Listener } from '../core/typed-events.js';
import { unlessAborted } from '../core/unless-aborted.js';
import { isFatal } from './is-fatal.js';
import { MediaState } from './media-state.js';
import type { Playback, PlaybackOptions } from './playback.js';
import type {
  AttachOptions,
  AvatarConfig,
  ConnectOptions,
  CreateSessionOptions,
  EndOptions,
  ListenOptions,
  SessionDependencies,
  SessionEvents,
} from './session-config.js';
import { SessionLife } from './session-life.js';
import type { SessionLimits } from './session-limits.js';
import { createKeySource, createReadySource, sessionOfKey, type SessionSource } from './session-source.js';
import type { ConnectionState, SessionState } from './session-state.js';
import type { AvatarSpeech, SpeakOptions } from './speech/avatar-speech.js';
import type { SpeechInput } from '../core/speech/speech-input.js';
import { failedTurn, type SpeechTurn } from './speech/speech-turn.js';
import type { AvatarStats, StatsSample } from './stats.js';
import type { SessionTimings } from './timings.js';
import { createTransport } from './transport.js';
import type { NoPicture } from './whep/peer.js';

/**
 * One avatar, without a user interface: opens a session, shows it, speaks, ends it.
 *
 * Every method that fails rejects with an {@link AvatarError}, which is also logged and given to the `error` listeners;
 * a call that was aborted only rejects. A session that ended or failed can be opened again.
 */
export class KalturaAvatarSession {
  readonly #apiKey: string | undefined;
  readonly #client: ControlClient;
  readonly #events: TypedEvents<SessionEvents>;
  readonly #media: MediaState;
  readonly #life: SessionLife;
  #statsSample: StatsSample | undefined;

  /**
   * @param apiKey A Kaltura Session (KS), for prototypes that create the session in the browser. Leave it out where a
   * backend creates the session. The token of a session is taken too: createSession() and attachAvatar() then connect to
   * that session.
   * @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL, or `region` none of the service's.
   */
  constructor(apiKey?: string | null, config?: AvatarConfig, dependencies?: SessionDependencies);
  constructor(config: AvatarConfig);
  constructor(
    keyOrConfig?: string | AvatarConfig | null,
    givenConfig: AvatarConfig = {},
    dependencies: SessionDependencies = {},
  ) {
    const [apiKey, config] =
      typeof keyOrConfig === 'string' ? [keyOrConfig, givenConfig] : [undefined, keyOrConfig ?? givenConfig];
    const logger = createLogger(config.logLevel, config.logger);
    const transport = createTransport(config, dependencies, logger);
    this.#apiKey = apiKey;
    this.#client = new ControlClient({ ...config, ...transport });
    this.#events = new TypedEvents((error) => logger.error('A listener of the session failed', error));
    this.#media = new MediaState(this.#events, (error) => this.#life.report(error));
    const parts = { client: this.#client, events: this.#events, media: this.#media };
    this.#life = new SessionLife({ ...parts, config, dependencies, transport, logger });
  }

  /** The avatar's picture and sound while there are any, for what {@link playIn} cannot do. */
  get mediaStream(): MediaStream | null {
    return this.#media.stream;
  }

  /** Why there is sound alone; null where there is a picture. */
  get noPicture(): NoPicture | null {
    return this.#media.noPicture ?? null;
  }

  get isSpeaking(): boolean {
    return this.#life.speech?.isSpeaking ?? false;
  }

  /** The turns that are heard now or are still queued, in that order; for those who missed the `turn` event. */
  get turns(): readonly SpeechTurn[] {
    return this.#life.speech?.turns ?? [];
  }

  /** How long each step of the last connect took, in milliseconds. */
  get timings(): SessionTimings {
    return this.#life.timings;
  }

  /** How long the session may go on; `limitsChange` says when that is told anew. Undefined while none is open. */
  get limits(): SessionLimits | undefined {
    return this.#life.limits;
  }

  getSessionId(): string | null {
    return this.#life.grant?.sessionId ?? null;
  }

  /** @internal The headers with which the element asks the backend for a reply in this session. */
  getProof(): Record<string, string> {
    return this.#life.proof;
  }

  /** @internal Whether the backend takes what visitors think; undefined where it has not said. */
  get takesFeedback(): boolean | undefined {
    return this.#life.grant?.takesFeedback;
  }

  getSessionState(): SessionState {
    return this.#life.state;
  }

  getConnectionState(): ConnectionState {
    return this.#media.connectionState;
  }

  /** Calls `callback` with each event until {@link off} is called or `signal` aborts. */
  on<Name extends keyof SessionEvents>(
    event: Name,
    callback: Listener<SessionEvents, Name>,
    options?: ListenOptions,
  ): void {
    this.#events.on(event, callback, options);
  }

  /** As {@link on}, for the next event alone. */
  once<Name extends keyof SessionEvents>(
    event: Name,
    callback: Listener<SessionEvents, Name>,
    options?: ListenOptions,
  ): void {
    this.#events.once(event, callback, options);
  }

  off<Name extends keyof SessionEvents>(event: Name, callback: Listener<SessionEvents, Name>): void {
    this.#events.off(event, callback);
  }

  /**
   * Prepares a connection without opening a session: the peer connection, its certificate and its
   * offer, and the relay's candidates where the ICE servers are known. Call it when the visitor is likely to start the avatar.
   * @throws {AvatarError} `UNSUPPORTED_BROWSER`
   */
  prepare(options: CallOptions = {}): Promise<void> {
    return this.#reported(() => unlessAborted(this.#life.prepare(), options));
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
    return this.#reported(() => this.#life.connect(source, options));
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
    if (session && this.#life.state === 'IDLE') this.initSession(session).catch(() => undefined);
  }

  /**
   * Plays the avatar in a video of your own until the playback is closed. What the visitor does by the browser's controls is
   * written to `sound`; what you write to it takes effect with the next `update()`.
   */
  playIn(video: HTMLVideoElement, options: PlaybackOptions = { sound: { muted: false, volume: 1 } }): Playback {
    return this.#media.playIn(video, options);
  }

  /**
   * Says a text; resolves when the service has accepted it.
   * @param turnId Names the turn that the text belongs to. Default: a new turn.
   * @param isFinal Whether the turn ends with this text. Default true.
   * @throws {AvatarError}
   */
  sayText(text: string, turnId: string = newTurnId(), isFinal = true, options: CallOptions = {}): Promise<void> {
    return this.#reported(() => this.#life.assertOpen('speak').speech.sayText(text, turnId, isFinal, options));
  }

  /**
   * Says an audio file; resolves when the service has accepted it.
   * @param audio An MP3 file, 44.1 kHz.
   * @param duration Its length in seconds.
   * @throws {AvatarError}
   */
  sayAudio(audio: Blob, turnId: string, duration: number, options: CallOptions = {}): Promise<void> {
    return this.#reported(() => this.#life.assertOpen('speak').speech.sayAudio(audio, turnId, duration, options));
  }

  /**
   * Says a text or a stream of text, sentence by sentence, and follows it until it was heard. Calls are queued in order, also
   * while the session reconnects.
   */
  speak(input: SpeechInput, options: SpeakOptions = {}): SpeechTurn {
    return this.#followed((speech) => speech.speak(input, options));
  }

  /**
   * Says a recording as a turn of its own. An MP3 (44.1 kHz) is sent as it is; anything else that the browser can decode is
   * encoded as one.
   */
  speakAudio(audio: Blob, options: CallOptions = {}): SpeechTurn {
    return this.#followed((speech) => speech.speakAudio(audio, options));
  }

  /** Stops the avatar's speech and drops everything that is queued. @throws {AvatarError} */
  interrupt(options: CallOptions = {}): Promise<void> {
    return this.#reported(() => this.#life.assertOpen('be interrupted').speech.interrupt(options));
  }

  /**
   * Ends the session, from any state. Idempotent; if the service cannot be reached, the session there times out. Aborting
   * `signal` ends the wait only: the session is ended all the same.
   * @throws {AvatarError} `ABORTED`, nothing else.
   */
  endSession(options: EndOptions = {}): Promise<void> {
    return unlessAborted(this.#life.end(options.reason), options);
  }

  /**
   * Statistics of the media; rates are since the last call.
   * @throws {AvatarError} `INVALID_STATE`, `ABORTED`
   */
  async getStats(options: CallOptions = {}): Promise<AvatarStats> {
    const report = await unlessAborted(this.#life.assertOpen('be measured').session.getStats(), options);
    const { summarizeStats } = await import('./stats.js');
    const { stats, sample } = summarizeStats(report, this.#statsSample);
    this.#statsSample = sample;
    return stats;
  }

  /** Tells the economy policy whether the avatar is scrolled into view. Default: it is. */
  setOnScreen(isOnScreen: boolean): void {
    this.#life.setOnScreen(isOnScreen);
  }

  /** Resumes media that the economy policy has paused, before something other than this session makes the avatar speak. */
  resumeMedia(): void {
    this.#life.resumeMedia();
  }

  /** @internal Resolves when what failed with `error` at the backend can be asked for again. @throws {AvatarError} Where it cannot. */
  recoverFrom(error: unknown): Promise<void> {
    return this.#life.assertOpen('answer').session.recoverFrom(error);
  }

  /** A turn that fails; the error event tells it, too. */
  #followed(say: (speech: AvatarSpeech) => SpeechTurn): SpeechTurn {
    let turn: SpeechTurn;
    try {
      turn = say(this.#life.assertOpen('speak').speech);
    } catch (error) {
      turn = failedTurn(error);
    }
    this.#reported(() => turn.accepted).catch(() => undefined); // The turn tells its caller.
    return turn;
  }

  /** Logs what `work` throws and tells the listeners, then throws it on. */
  async #reported(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The call failed.');
      if (!(isFatal(error) && this.#life.fail(error))) this.#life.report(error);
      throw error;
    }
  }
}
