/// <reference lib="esnext.disposable" preserve="true" />
import { ControlClient } from '../core/control-client.js';
import { delay as realDelay, type Delay } from '../core/delay.js';
import type { AvatarError } from '../core/errors.js';
import { KeepAlive } from '../core/keep-alive.js';
import { createLogger, type Logger } from '../core/logger.js';
import type { AvatarChoice, ClientInit, SessionCredentials } from '../core/protocol.js';
import type { CallOptions, SessionControl } from '../core/session-control.js';
import type { SpeechInput } from '../core/speech/speech-input.js';
import { Catalogue } from './kaltura/catalogue.js';
import { checkService } from './check-options.js';
import { complaintOf } from './complaint.js';
import { failureReason } from './failure-reason.js';
import type { KsSource } from './sessions/ks-source.js';
import type { ServiceOptions } from './options.js';
import { guardFetch, openingFetch } from './sessions/upstream-fetch.js';
import { SessionVoice, type SayAudioOptions, type SayOptions } from './speech/session-voice.js';

export interface AvatarControlOptions extends ServiceOptions {
  /** Default: level `info` to the console. */
  logger?: Logger | undefined;
  /** Waits between keep-alives. Default: by a timer. */
  delay?: Delay | undefined;
}

/** Opens and controls sessions from a server, with no HTTP of its own in between: for those who write their own routes. */
export class AvatarControl {
  /** The avatars and voices of the account. */
  readonly catalogue: Catalogue;
  readonly #client: ControlClient;
  readonly #opening: ControlClient;
  readonly #ks: KsSource;
  readonly #logger: Logger;
  readonly #delay: Delay;
  readonly #allowWav: boolean;

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option and what it should be. */
  constructor(options: AvatarControlOptions = {}) {
    const { ks, service: given, allowWav } = checkService(options, complaintOf('AvatarControl'));
    const service = { ...given, fetch: guardFetch(given.fetch) };
    this.#client = new ControlClient(service);
    this.#opening = new ControlClient({ ...given, fetch: openingFetch(given.fetch) });
    this.#ks = ks;
    this.catalogue = new Catalogue(ks, service);
    this.#logger = options.logger ?? createLogger();
    this.#delay = options.delay ?? realDelay;
    this.#allowWav = allowWav;
  }

  /**
   * Opens a session, which costs money until it is ended. One that is open only when its time is over, or the signal has
   * aborted, is ended as soon as the service tells of it; a process that has nothing else to do does not wait for that.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `CAPACITY` and those of every request.
   */
  async create(choice: AvatarChoice, options: CallOptions = {}): Promise<ControlledSession> {
    const onLate = (late: Promise<SessionCredentials>): void => void this.#endLate(late);
    return this.attach(await this.#ks.use((ks) => this.#opening.create(ks, choice, { ...options, onLate })));
  }

  async #endLate(opened: Promise<SessionCredentials>): Promise<void> {
    const session = await opened.catch(() => undefined);
    if (!session) return;
    await this.#client
      .session(session)
      .end()
      .catch((error: unknown) => {
        this.#logger.error('A session could not be ended: it costs money until the service ends it by itself', {
          sessionId: session.sessionId,
          reason: failureReason(error),
        });
      });
  }

  /** A session that is open already. */
  attach(credentials: SessionCredentials): ControlledSession {
    return new ControlledSession(credentials, this.#client.session(credentials), {
      logger: this.#logger,
      delay: this.#delay,
      allowWav: this.#allowWav,
    });
  }
}

/** One session: `await using session = await control.create(…)` ends it with its block. */
export class ControlledSession implements AsyncDisposable {
  readonly sessionId: string;
  /** Controls the session fully. Give it to a browser only where that is to call the service itself. */
  readonly token: string;
  readonly #control: SessionControl;
  readonly #voice: SessionVoice;
  readonly #loop: { logger: Logger; delay: Delay };
  readonly #lifetime = new AbortController();
  #isKeptAlive = false;

  constructor(
    { sessionId, token }: SessionCredentials,
    control: SessionControl,
    { allowWav, ...loop }: { logger: Logger; delay: Delay; allowWav: boolean },
  ) {
    this.sessionId = sessionId;
    this.token = token;
    this.#control = control;
    this.#voice = new SessionVoice(control, { allowWav });
    this.#loop = loop;
  }

  /** Asks where the picture comes from. Best called once: on some deployments a second call opens a second egress. */
  initClient(options: CallOptions = {}): Promise<ClientInit> {
    return this.#control.initClient(options);
  }

  /** As {@link SessionVoice.say}. */
  say(input: SpeechInput, options: SayOptions = {}): Promise<string> {
    return this.#voice.say(input, options);
  }

  /** As {@link SessionVoice.sayAudio}. */
  sayAudio(audio: Blob, options: SayAudioOptions = {}): Promise<string> {
    return this.#voice.sayAudio(audio, options);
  }

  /** As {@link SessionVoice.interrupt}. */
  interrupt(options: CallOptions = {}): Promise<void> {
    return this.#voice.interrupt(options);
  }

  async keepAlive(options: CallOptions = {}): Promise<void> {
    await this.#control.keepAlive(options);
  }

  /**
   * Keeps the session alive every 10 s, until it ends.
   * @param onGone Told once where the service has the session no longer, or refuses its token.
   */
  startKeepAlive(onGone: (error: AvatarError) => void = () => undefined): void {
    if (this.#isKeptAlive) return;
    this.#isKeptAlive = true;
    new KeepAlive({
      keepAlive: (options) => this.#control.keepAlive(options),
      signal: this.#lifetime.signal,
      ...this.#loop,
      wallClock: Date.now,
      onKept: () => undefined,
      onRefused: (error) => {
        this.#lifetime.abort(error);
        onGone(error);
      },
    });
  }

  /** Ends the session; one that is gone already counts as ended. What was not said yet is dropped. */
  async end(options: CallOptions = {}): Promise<void> {
    this.#lifetime.abort();
    this.#voice.drop();
    await this.#control.end(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}
