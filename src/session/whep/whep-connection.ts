import { abandonable } from '../../core/abandon.js';
import { anySignal } from '../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../core/delay.js';
import { AvatarError, abortedError, toAvatarError } from '../../core/errors.js';
import { createLogger, type Logger } from '../../core/logger.js';
import { beforeDeadline } from './deadline.js';
import { waitForFirstFrame } from './first-frame.js';
import { Negotiation } from './negotiation.js';
import { Peer, type NoPicture } from './peer.js';
import { inOrder } from './steps.js';
import { untilConnected } from './until-connected.js';
import { loadLater, whepToolsLoader } from './load-later.js';
import type { FrameWatch, WhepConnectionOptions, WhepStep, WhepTarget } from './whep-options.js';

/** How long a connection is kept for its resource to be deleted first, in milliseconds. */
const DELETED_WITHIN_MS = 1000;

/** One viewer's connection to one WHEP server, made ready when it is constructed and used once. */
export class WhepConnection {
  readonly #options: WhepConnectionOptions;
  readonly #peer: Peer;
  readonly #stateChanges = new EventTarget();
  readonly #lifetime = new AbortController();
  readonly #logger: Logger;
  readonly #delay: Delay;
  readonly #tellStep: (step: WhepStep) => void;
  /** Given to {@link prepare}. */
  #iceServers: RTCIceServer[] | undefined;
  #negotiation: Negotiation | undefined;
  #restarting: Promise<void> | undefined;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  constructor(options: WhepConnectionOptions = {}) {
    this.#options = options;
    this.#logger = options.logger ?? createLogger();
    this.#delay = options.delay ?? realDelay;
    this.#tellStep = inOrder((step) => options.onStep?.(step));
    this.#peer = new Peer({
      iceTransportPolicy: options.iceTransportPolicy,
      createPeerConnection: options.createPeerConnection,
      onConnectionState: (state) => {
        options.onConnectionState?.(state);
        this.#stateChanges.dispatchEvent(new Event('change'));
      },
      onPath: () => this.#tellStep('ice'),
    });
  }

  /** Holds both tracks from the start; they carry media once {@link connect} has resolved. */
  get stream(): MediaStream {
    return this.#peer.stream;
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#peer.connectionState;
  }

  /** Until it is released or closed. */
  get isOpen(): boolean {
    return !this.#lifetime.signal.aborted && !this.#negotiation?.isReleased;
  }

  /** Whether the server may take an ICE restart: it has said where its resource is, and has answered the own offer. */
  get canRestartIce(): boolean {
    return this.isOpen && this.#negotiation?.canRestartIce === true;
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  /** Why there is sound alone; undefined where there is a picture, or nothing yet. */
  get noPicture(): NoPicture | undefined {
    return this.#peer.noPicture;
  }

  /**
   * How many frames of the picture have arrived, or packets of sound where the server sends nothing else; fewer than before
   * where the source is another one.
   */
  async countFrames(): Promise<number> {
    return (await this.#peer.count()).arrived;
  }

  /** The loudness of what arrives, 0 to 1; undefined where the server does not send audio levels. */
  audioLevel(): number | undefined {
    return this.#peer.audioLevel();
  }

  /**
   * Readies the offer before the server is known. With ICE servers the candidates are found from now on, and
   * {@link connect} with the same ones, or with none, has nothing left to do but to send the offer.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `ABORTED`.
   */
  async prepare(iceServers?: RTCIceServer[]): Promise<void> {
    if (!iceServers) return;
    this.#iceServers = iceServers;
    await unlessAborted(this.#lifetime.signal, () => this.#peer.offer(iceServers));
  }

  /** The offer, to be handed to the server by other means than {@link connect}, which is then given the answer. */
  offer(): Promise<string> {
    return unlessAborted(this.#lifetime.signal, () => this.#peer.draft());
  }

  /**
   * Resolves with the first frame, or with the first sound where the server sends no picture. After a rejection the
   * connection is closed and its resource is being given back, which {@link close} waits for.
   *
   * @throws {AvatarError} As every request of {@link WhepClient}; `INVALID_CONFIGURATION`, `RTC_CONNECTION_FAILED`,
   * `TIMEOUT`, `MEDIA_STALLED`, `ABORTED`.
   */
  async connect(target: WhepTarget): Promise<void> {
    const signal = anySignal(this.#lifetime.signal, target.signal);
    try {
      await unlessAborted(signal, () => this.#connect(target, signal));
    } catch (error) {
      void this.close();
      throw toAvatarError(error, 'RTC_CONNECTION_FAILED', 'The WebRTC connection could not be made. Try again.');
    }
  }

  /**
   * Looks for a new path to the same media (4.5.3); resolves when it is found. Where the server does not take part, the
   * connection is left as it was. Calls at the same time share one restart.
   * @throws {AvatarError} As every request; `INVALID_STATE`, `PROTOCOL`, `TIMEOUT`, `RTC_CONNECTION_FAILED`, `ABORTED`.
   */
  async restartIce({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    await unlessAborted(anySignal(this.#lifetime.signal, signal), () => {
      this.#restarting ??= this.#restartIce().finally(() => {
        this.#restarting = undefined;
      });
      return this.#restarting;
    });
  }

  /**
   * Resolves with the next frame, or the next sound where the server sends no picture.
   * @throws {AvatarError} `MEDIA_STALLED`, `ABORTED`
   */
  async nextFrame({ signal, deadlineMs }: { signal?: AbortSignal | undefined; deadlineMs: number }): Promise<void> {
    const after = await this.#countShown();
    await this.#untilFrame(deadlineMs, anySignal(this.#lifetime.signal, signal), after);
  }

  /**
   * Tells when the picture stands still, and when it goes on, until the signal aborts or the connection is closed. Where
   * there is none, nothing is told: sound may pause.
   */
  watchFrames({ signal, ...watch }: FrameWatch): void {
    if (this.noPicture) return;
    const options = {
      mayRest: isPageHidden,
      delay: this.#delay,
      ...watch,
      shownAt: () => this.#peer.shownAt(),
      count: () => this.#peer.count(),
      stallAfterMs: this.#options.stallAfterMs,
      signal: anySignal(this.#lifetime.signal, signal),
    };
    loadLater().then(
      ({ watchForStall }) => watchForStall(options),
      (error: unknown) => this.#logger.warn('A still picture is not noticed', error),
    );
  }

  /** Deletes the resource; what was received last can be looked at until {@link close}. Idempotent, never rejects. */
  async release(): Promise<void> {
    await this.#negotiation?.release();
  }

  /** Closes the peer connection and deletes the resource; the request outlives the page. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#lifetime.abort(new AvatarError('ABORTED', 'The connection was closed.'));
    this.#peer.stop();
    if (this.#negotiation?.holdsPlace) await this.#releaseFirst();
    this.#peer.close();
    await this.release();
  }

  /** A server that sees the connection go has no resource left to delete, and answers 404. */
  async #releaseFirst(): Promise<void> {
    const over = new AbortController();
    const tooLong = this.#delay(DELETED_WITHIN_MS, { signal: over.signal }).catch(() => undefined);
    await Promise.race([this.release(), tooLong]);
    over.abort();
  }

  async #connect(
    { url, token, proof, answer, iceServers = this.#iceServers }: WhepTarget,
    signal: AbortSignal,
  ): Promise<void> {
    const { fetch, timeoutMs, retryPolicy, connectTimeoutMs = 15_000, firstFrameTimeoutMs = 10_000 } = this.#options;
    const loadTools = whepToolsLoader({ token, proof, fetch, timeoutMs });
    if (!answer) loadTools().catch(() => undefined); // Told once it is needed.
    const asksFor = this.#options.discoverIceServers && !answer && !iceServers?.length;
    const tools = asksFor ? await loadTools() : undefined;
    const known = (await tools?.discover(tools.client, url, this.#logger, signal)) ?? iceServers ?? [];
    const isFree = known.length === 0;
    const offerSdp = await this.#peer.offer(known, answer !== undefined);
    if (signal.aborted) return;
    this.#tellStep('offer');
    const negotiation = (this.#negotiation = new Negotiation({
      peer: this.#peer,
      loadTools,
      url,
      retryPolicy,
      delay: this.#delay,
      logger: this.#logger,
      lifetime: this.#lifetime.signal,
    }));
    const linked = await negotiation.agree(offerSdp, { answer, isFree, signal });
    this.#tellStep('whep');
    // Needed to free the place, by when a page that is being left can load nothing any more.
    loadTools().catch(() => undefined);
    if (this.#peer.missing) this.#logger.warn(this.#peer.missing);
    if (isFree && linked.length > 0) {
      const restart = (): Promise<void> => this.restartIce();
      loadTools().then(
        ({ useLinked }) => useLinked(linked, this.#peer, restart, this.#logger),
        () => undefined, // It goes on without, too.
      );
    }
    await this.#untilConnected(connectTimeoutMs, signal);
    this.#tellStep('dtls');
    await this.#untilFrame(firstFrameTimeoutMs, signal);
    this.#tellStep('first-frame');
  }

  async #restartIce(): Promise<void> {
    const negotiation = this.#negotiation;
    if (!negotiation || !this.canRestartIce) {
      throw new AvatarError('INVALID_STATE', 'This connection’s ICE cannot be restarted.');
    }
    const { restartTimeoutMs: deadlineMs = 5000 } = this.#options;
    const late = (): AvatarError =>
      new AvatarError('TIMEOUT', `ICE could not be restarted within ${deadlineMs / 1000} s. Connect anew.`);
    await beforeDeadline({ deadlineMs, late, delay: this.#delay, signal: this.#lifetime.signal }, async (signal) => {
      await negotiation.restartIce(signal);
      await this.#untilConnected(deadlineMs, signal);
    });
  }

  #untilFrame(deadlineMs: number, signal: AbortSignal, after = 0): Promise<void> {
    return waitForFirstFrame({
      countFrames: () => this.#countShown(),
      deadlineMs,
      after,
      delay: this.#delay,
      signal,
    });
  }

  /** The frames that can be seen: those that were decoded, which a page that is hidden need not do. */
  async #countShown(): Promise<number> {
    const { arrived, decoded = arrived } = await this.#peer.count();
    return isPageHidden() ? arrived : decoded;
  }

  #untilConnected(deadlineMs: number, signal: AbortSignal): Promise<void> {
    return untilConnected({
      connectionState: () => this.#peer.connectionState,
      stateChanges: this.#stateChanges,
      deadlineMs,
      delay: this.#delay,
      signal,
    });
  }
}

/** A peer connection that is closed leaves its promises unsettled, so the signal has to settle them. */
async function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  if (signal.aborted) throw abortedError(signal.reason);
  return abandonable(work(), signal);
}

function isPageHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
