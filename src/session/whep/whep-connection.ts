import { abandonable } from '../../core/abandon.js';
import { delay as realDelay, type Delay } from '../../core/delay.js';
import { AvatarError, abortedError, toAvatarError } from '../../core/errors.js';
import { createLogger, type Logger } from '../../core/logger.js';
import { createRetryPolicy, retry } from '../../core/retry.js';
import { wasNotTaken } from '../../core/session-control.js';
import { waitForFirstFrame } from './first-frame.js';
import { Peer } from './peer.js';
import { makeSdpFragment } from './sdp-fragment.js';
import { watchForStall } from './stall-watch.js';
import { untilConnected } from './until-connected.js';
import type { FrameWatch, WhepConnectionOptions, WhepTarget } from './whep-options.js';
import { WhepClient, type WhepResource } from './whep-client.js';

/** What holds once the server has answered. */
interface Agreement {
  client: WhepClient;
  resource: WhepResource;
}

/** One viewer's connection to one WHEP server, made ready when it is constructed and used once. */
export class WhepConnection {
  readonly #options: WhepConnectionOptions;
  readonly #peer: Peer;
  readonly #stateChanges = new EventTarget();
  readonly #lifetime = new AbortController();
  readonly #logger: Logger;
  readonly #delay: Delay;
  #agreement: Agreement | undefined;
  #isReleased = false;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  constructor(options: WhepConnectionOptions = {}) {
    this.#options = options;
    this.#logger = options.logger ?? createLogger();
    this.#delay = options.delay ?? realDelay;
    let hasPath = false;
    this.#peer = new Peer({
      iceTransportPolicy: options.iceTransportPolicy,
      createPeerConnection: options.createPeerConnection,
      onConnectionState: (state) => {
        options.onConnectionState?.(state);
        this.#stateChanges.dispatchEvent(new Event('change'));
      },
      onPath: () => {
        if (!hasPath) options.onStep?.('ice');
        hasPath = true;
      },
    });
  }

  /** Holds both tracks from the start; they carry media once {@link connect} has resolved. */
  get stream(): MediaStream {
    return this.#peer.stream;
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#peer.connectionState;
  }

  /** Whether the server may take an ICE restart: it has said where its resource is, and made no offer of its own. */
  get canRestartIce(): boolean {
    return this.#agreement?.resource.url !== undefined && !this.#agreement.resource.isCounterOffer && !this.#isReleased;
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  audioLevel(): number | undefined {
    return this.#peer.audioLevel();
  }

  /**
   * Readies the offer before the server is known. With ICE servers the candidates are found from now on, and
   * {@link connect} with the same ones has nothing left to do but to send the offer.
   */
  async prepare(iceServers?: RTCIceServer[]): Promise<void> {
    if (iceServers) await this.#peer.offer(iceServers);
  }

  /**
   * Resolves with the first frame. After a rejection the connection is closed and its resource given back.
   *
   * @throws {AvatarError} As every request of {@link WhepClient}; `RTC_CONNECTION_FAILED`, `TIMEOUT`, `MEDIA_STALLED`,
   * `ABORTED`.
   */
  async connect({ url, token, iceServers, signal: caller }: WhepTarget): Promise<void> {
    const signal = joined(this.#lifetime.signal, caller);
    const { fetch, onStep, connectTimeoutMs = 15_000, firstFrameTimeoutMs = 10_000 } = this.#options;
    const client = new WhepClient({ token, fetch });
    try {
      const offerSdp = await this.#peer.offer(iceServers ?? []);
      onStep?.('offer');
      const resource = await this.#post(client, url, offerSdp, signal);
      this.#agreement = { client, resource };
      const localSdp = await this.#negotiate(this.#agreement, offerSdp);
      onStep?.('whep');
      void this.#trickle(this.#agreement, localSdp, signal);
      if (!iceServers?.length && resource.iceServers.length > 0) void this.#useLinkedServers(resource, signal);
      await this.#untilConnected(connectTimeoutMs, signal);
      onStep?.('dtls');
      await this.#untilFrame(firstFrameTimeoutMs, signal);
      onStep?.('first-frame');
    } catch (error) {
      const abort = signal.aborted ? abortedError(signal.reason) : undefined;
      void this.close();
      if (abort) throw abort;
      throw toAvatarError(error, 'RTC_CONNECTION_FAILED', 'The WebRTC connection could not be made. Try again.');
    }
  }

  /**
   * Looks for a new path to the same media (4.5.3); resolves when it is found. Where the server does not take part, the
   * connection is left as it was.
   * @throws {AvatarError} As every request; `PROTOCOL`, `TIMEOUT`, `RTC_CONNECTION_FAILED`, `ABORTED`.
   */
  async restartIce({ signal: caller }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    const signal = joined(this.#lifetime.signal, caller);
    const { restartTimeoutMs = 5000 } = this.#options;
    const agreement = this.#agreement;
    if (!agreement || !this.canRestartIce) {
      throw new AvatarError(
        'INVALID_STATE',
        'ICE can only be restarted on a connection that was made by the own offer.',
      );
    }
    const localSdp = await this.#peer.offerRestart();
    try {
      const fragment = makeSdpFragment(localSdp, this.#peer.takeCandidates().candidates, false);
      const answer = await agreement.client.restartIce(agreement.resource, fragment);
      signal.throwIfAborted();
      await this.#peer.acceptRestart(answer.sdpFragment);
      this.#agreement = { ...agreement, resource: { ...agreement.resource, etag: answer.etag } };
    } catch (error) {
      if (!this.#peer.isClosed) await this.#peer.rollback();
      throw signal.aborted ? abortedError(signal.reason) : error;
    }
    void this.#trickle(this.#agreement, localSdp, signal);
    await this.#untilConnected(restartTimeoutMs, signal);
  }

  /**
   * Resolves with the next frame.
   * @throws {AvatarError} `MEDIA_STALLED`, `ABORTED`
   */
  async nextFrame({ signal, deadlineMs }: { signal?: AbortSignal | undefined; deadlineMs: number }): Promise<void> {
    const after = await this.#peer.countFrames();
    await this.#untilFrame(deadlineMs, joined(this.#lifetime.signal, signal), after);
  }

  /** Tells when the picture stands still, and when it goes on, until the signal aborts or the connection is closed. */
  watchFrames({ signal, onStall, onResume }: FrameWatch): void {
    void watchForStall({
      countFrames: () => this.#peer.countFrames(),
      stallAfterMs: this.#options.stallAfterMs,
      delay: this.#delay,
      signal: joined(this.#lifetime.signal, signal),
      onStall,
      onResume,
    });
  }

  /** Deletes the resource; what was received last can be looked at until {@link close}. Idempotent, never rejects. */
  async release(): Promise<void> {
    if (this.#isReleased || !this.#agreement) return;
    this.#isReleased = true;
    await this.#delete(this.#agreement);
  }

  /** Closes the peer connection and deletes the resource; the request outlives the page. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#lifetime.abort(new AvatarError('ABORTED', 'The connection was closed.'));
    this.#peer.close();
    await this.release();
  }

  /** Comes to terms with the server's answer, or with its own offer; gives the local description that holds. */
  async #negotiate({ client, resource }: Agreement, offerSdp: string): Promise<string> {
    if (!resource.isCounterOffer) {
      await this.#peer.accept(resource.sdp);
      return offerSdp;
    }
    const answerSdp = await this.#peer.answer(resource.sdp);
    await client.answer(resource, answerSdp);
    return answerSdp;
  }

  /**
   * Tries again where the server says that it has no place yet: a page that was just reloaded meets its own viewer, who is
   * still leaving (409), and a stream may not be on the air yet.
   */
  #post(client: WhepClient, url: string, offerSdp: string, signal: AbortSignal): Promise<WhepResource> {
    const { retryPolicy = createRetryPolicy() } = this.#options;
    return retry(
      () => abandonable(client.post(url, offerSdp), signal, (late) => void this.#delete({ client, resource: late })),
      {
        policy: retryPolicy,
        isWorthRetrying: (error) => error.status === 409 || wasNotTaken(error),
        signal,
        delay: this.#delay,
        onRetry: ({ error, delayMs }) =>
          this.#logger.warn(`The offer is made again in ${Math.round(delayMs)} ms`, error),
      },
    );
  }

  /** ICE servers that are known only after the local description take an ICE restart (4.8); it goes on without, too. */
  async #useLinkedServers({ iceServers }: WhepResource, signal: AbortSignal): Promise<void> {
    try {
      this.#peer.useIceServers(iceServers);
      await this.restartIce({ signal });
    } catch (error) {
      this.#logger.debug('The ICE servers that the WHEP server named could not be used', error);
    }
  }

  #untilFrame(deadlineMs: number, signal: AbortSignal, after = 0): Promise<void> {
    return waitForFirstFrame({
      countFrames: () => this.#peer.countFrames(),
      deadlineMs,
      after,
      delay: this.#delay,
      signal,
    });
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

  /**
   * Sends the candidates that were found after the offer left, once, when all are known. Most servers learn the viewer's
   * address by themselves, and many (SRS among them) take no PATCH at all: a failure only goes to the debug log (4.5.2).
   */
  async #trickle({ client, resource }: Agreement, localSdp: string, signal: AbortSignal): Promise<void> {
    await this.#peer.gathered();
    if (signal.aborted) return;
    const { candidates, isComplete } = this.#peer.takeCandidates();
    const unsent = candidates.filter((candidate) => !localSdp.includes(candidate));
    if (unsent.length === 0) return;
    try {
      await client.patch(resource, makeSdpFragment(localSdp, unsent, isComplete));
    } catch (error) {
      this.#logger.debug('The WHEP server takes no trickled candidates', error);
    }
  }

  async #delete({ client, resource }: Agreement): Promise<void> {
    if (!resource.url) return;
    try {
      await client.delete(resource.url);
    } catch (error) {
      this.#logger.debug('The WHEP resource could not be deleted; the server frees it by itself', error);
    }
  }
}

function joined(lifetime: AbortSignal, caller: AbortSignal | undefined): AbortSignal {
  return caller ? AbortSignal.any([lifetime, caller]) : lifetime;
}
