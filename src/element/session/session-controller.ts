import type { ReactiveController } from 'lit';

import { AvatarError, abortedError, toAvatarError } from '../../core/errors.js';
import { logError } from '../../core/logger.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { SessionEndReason } from '../../session/session-metrics.js';
import type { ConnectStep } from '../../session/timings.js';
import { isOpen, toAvatarState, type AvatarState } from '../avatar-state.js';
import { AvatarConnectionChangeEvent } from '../events/connection-change-event.js';
import { AvatarSpeakingEndEvent } from '../events/speaking-end-event.js';
import { AvatarSpeakingStartEvent } from '../events/speaking-start-event.js';
import { AvatarErrorEvent } from '../events/error-event.js';
import { AvatarStateChangeEvent } from '../events/state-change-event.js';
import { loadSession, type SessionCode } from './load-session.js';
import type { PreparedSession } from './prepared-session.js';
import { savesData } from './save-data.js';
import type { AvatarSettings } from '../settings/avatar-settings.js';
import { OPENED_FOR, valuesOf } from '../settings/session-settings.js';
import { afterRemoval } from './after-removal.js';
import type { StartAttempt } from './start-attempt.js';
import { unsupported } from './unsupported.js';

/** Opens and ends sessions for the element and tells the page what happens to them. */
export class SessionController implements ReactiveController {
  readonly #host: AvatarSettings;
  #session: KalturaAvatarSession | undefined;
  /** The page opened it, and ends it. */
  #isAdopted = false;
  /** While the session at hand is listened to. */
  #following = new AbortController();
  #prepared: PreparedSession | undefined;
  #starting: Promise<KalturaAvatarSession> | undefined;
  #attempt: StartAttempt | undefined;
  #isOnScreen = true;
  #connected: AbortController | undefined;
  #state: AvatarState = typeof RTCPeerConnection === 'undefined' ? 'unsupported' : 'idle';
  #progress: ConnectStep | undefined;
  #error: AvatarError | null = null;

  constructor(host: AvatarSettings) {
    this.#host = host;
    host.addController(this);
  }

  get state(): AvatarState {
    return this.#state;
  }

  /** Whether the element has opened the session at hand itself, and not the page. */
  get ownsSession(): boolean {
    return !this.#isAdopted;
  }

  /** The last step on the way to the first frame that is done. */
  get progress(): ConnectStep | undefined {
    return this.#progress;
  }

  /** What failed last; null once something has worked again. */
  get error(): AvatarError | null {
    return this.#error;
  }

  get session(): KalturaAvatarSession | null {
    return this.#session ?? null;
  }

  async start(): Promise<void> {
    if (isOpen(this.#state)) return;
    if (this.#isOpeningElsewhere) {
      await this.#untilOpen();
      return;
    }
    if (!this.#starting) {
      const starting = (this.#starting = this.#start());
      const forget = (): void => {
        if (this.#starting === starting) this.#starting = this.#attempt = undefined;
      };
      starting.then(forget, forget);
    }
    await this.#starting;
  }

  /** Shows a session that the page has made; the page ends it. Null lets go of it. */
  adopt(session: KalturaAvatarSession | null): void {
    if (session === this.session) return;
    // What the element was opening itself is given up: it would take the place of the page's.
    this.#abandonStart();
    this.#release();
    this.#isAdopted = session !== null;
    this.#setError(null);
    if (session) this.#follow(session);
    this.#setState(session ? toAvatarState(session.getSessionState()) : 'idle');
  }

  /** Readies what a start needs, its code, a connection and an offer, but opens no session; a start tells what fails. */
  async prepare(): Promise<void> {
    if (!this.#mayPrepare()) return;
    const code = await loadSession().catch(() => undefined);
    if (!code || !this.#mayPrepare()) return;
    this.#prepared ??= new code.PreparedSession(this.#host, () => code.createSession(this.#host));
    await this.#prepared.prepare();
  }

  setOnScreen(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.#session?.setOnScreen(isOnScreen);
  }

  /** Runs `work` on the open session; waits for it where it is being opened. */
  async run(work: (session: KalturaAvatarSession) => Promise<void>): Promise<void> {
    const session = await (this.#isOpeningElsewhere ? this.#untilOpen() : (this.#starting ?? this.#assertOpen()));
    await work(session);
    this.#setError(null);
  }

  /** Where no session is open or about to be, nothing is said that could be stopped. */
  async interrupt(): Promise<void> {
    if (this.#starting || isOpen(this.#state)) await this.run((session) => session.interrupt());
  }

  async end(): Promise<void> {
    const { endReason: reason } = this.#host.remarks;
    this.#stopStarting();
    await Promise.all([this.#session?.endSession({ reason }), this.#prepared?.close()]);
  }

  /** Opens another session where the one that is being opened is not the one that is asked for any more. */
  hostUpdate(): void {
    const attempt = this.#attempt;
    if (!attempt || attempt.isOutdated || attempt.openedFor === valuesOf(this.#host, OPENED_FOR)) return;
    attempt.isOutdated = true;
    attempt.loading.abort();
    // Its end is nobody's business: the element goes on connecting.
    this.#following.abort();
    void this.#session?.endSession();
  }

  hostConnected(): void {
    const { signal } = (this.#connected = new AbortController());
    // A frame that is removed takes its document along, without a word to the elements in it.
    this.#host.ownerDocument.defaultView?.addEventListener('pagehide', () => this.hostDisconnected(), { signal });
  }

  hostDisconnected(): void {
    this.#connected?.abort();
    afterRemoval(this.#host, () => {
      this.#host.remarks.endReason = 'left';
      if (this.#isAdopted) this.adopt(null);
      else void this.end();
    });
  }

  async #start(): Promise<KalturaAvatarSession> {
    this.#release();
    this.#host.mode = 'avatar';
    this.#setError(null);
    this.#progress = undefined;
    if (this.#state === 'unsupported') throw this.#refused(unsupported(), 'unsupported');
    if (!this.#host.consent) this.#setState('connecting');
    for (;;) {
      const openedFor = valuesOf(this.#host, OPENED_FOR);
      const attempt: StartAttempt = { openedFor, isOutdated: false, loading: new AbortController() };
      this.#attempt = attempt;
      try {
        return await this.#open(attempt);
      } catch (error) {
        if (!attempt.isOutdated || this.#attempt !== attempt) throw error;
      }
    }
  }

  /** Whether the page's own session is on its way. */
  get #isOpeningElsewhere(): boolean {
    return this.#isAdopted && this.#state === 'connecting';
  }

  #untilOpen(): Promise<KalturaAvatarSession> {
    const session = this.#session ?? this.#assertOpen();
    const { signal } = this.#following;
    return import('./until-open.js').then(({ untilOpen }) => untilOpen(session, signal));
  }

  #abandonStart(): void {
    this.#attempt?.loading.abort();
    this.#starting = this.#attempt = undefined;
  }

  /** What is being opened is given up; another start does not wait until it is gone. */
  #stopStarting(): void {
    this.#abandonStart();
    if (this.#state === 'connecting' && !this.#isAdopted) this.#setState('ended');
  }

  async #open({ loading }: StartAttempt): Promise<KalturaAvatarSession> {
    const { avatarId, voiceId, voiceSpeed, consent, ownerDocument } = this.#host;
    const code = await this.#load(loading.signal);
    await code.untilActivated(ownerDocument, loading.signal);
    if (consent) await code.agreed(this.#host, loading.signal);
    this.#setState('connecting');
    const { session, source } = this.#checked(() => ({
      source: code.createSource(this.#host),
      session: this.#prepared?.take() ?? code.createSession(this.#host),
    }));
    session.setOnScreen(this.#isOnScreen);
    this.#follow(session);
    const voice = { ...(voiceId ? { voiceId } : {}), ...(voiceSpeed === null ? {} : { voiceSpeed }) };
    if (source) await session.connect(source, { ...(avatarId ? { avatarId } : {}), ...voice });
    else await session.createSession({ avatarId: avatarId ?? '', ...voice });
    return session;
  }

  #mayPrepare(): boolean {
    const isWanted = this.#host.isConnected && !this.#starting && !savesData();
    return isWanted && this.#state !== 'unsupported' && !isOpen(this.#state);
  }

  #release(): void {
    this.#following.abort();
    if (!this.#isAdopted) void this.#session?.endSession();
    this.#session = undefined;
    this.#isAdopted = false;
  }

  #follow(session: KalturaAvatarSession): void {
    this.#session = session;
    const until = { signal: (this.#following = new AbortController()).signal };
    session.on('stateChange', (state, end) => this.#setState(toAvatarState(state, end), end), until);
    session.on('connectProgress', (step) => this.#setProgress(step), until);
    session.on('connectionChange', (state) => this.#tell(new AvatarConnectionChangeEvent(state)), until);
    session.on('speakingStart', () => this.#tell(new AvatarSpeakingStartEvent()), until);
    session.on('speakingEnd', () => this.#tell(new AvatarSpeakingEndEvent()), until);
    session.on('error', (error) => this.#onError(error), until);
  }

  async #load(signal: AbortSignal): Promise<SessionCode> {
    const code = await loadSession().catch((cause: unknown) => {
      if (signal.aborted) throw abortedError();
      throw this.#refused(toAvatarError(cause, 'NETWORK', String(cause)));
    });
    if (signal.aborted) throw abortedError();
    return code;
  }

  #checked<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (cause) {
      throw this.#refused(toAvatarError(cause, 'INVALID_CONFIGURATION', 'The avatar is not set up correctly.'));
    }
  }

  /** Tells of an error that came before there was a session to tell of it. */
  #refused(error: AvatarError, state: AvatarState = 'error'): AvatarError {
    logError(this.#host.createLogger(), error);
    this.#setState(state);
    this.#onError(error);
    return error;
  }

  #assertOpen(): KalturaAvatarSession {
    if (this.#session && isOpen(this.#state)) return this.#session;
    const message = `The avatar is ${this.#state}. Call start() first, or set autostart.`;
    throw this.#refused(new AvatarError('INVALID_STATE', message), this.#state);
  }

  #onError(error: AvatarError): void {
    // Before there was a session: nothing can be played here.
    if (error.code === 'UNSUPPORTED_BROWSER' && this.#session?.getSessionId() === null) this.#setState('unsupported');
    this.#setError(error);
    this.#host.dispatchEvent(new AvatarErrorEvent(error));
  }

  #setError(error: AvatarError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#host.requestUpdate();
  }

  #setProgress(step: ConnectStep): void {
    this.#progress = step;
    this.#host.requestUpdate();
  }

  #setState(state: AvatarState, end: SessionEndReason = 'page'): void {
    if (state === this.#state) return;
    this.#state = state;
    const reason = state === 'ended' ? (this.#host.remarks.endReason ?? end) : null;
    this.#host.remarks.endReason = undefined;
    this.#tell(new AvatarStateChangeEvent(state, reason));
  }

  #tell(event: Event): void {
    this.#host.requestUpdate();
    this.#host.dispatchEvent(event);
  }
}
