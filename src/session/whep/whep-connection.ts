import { abandonable } from '../../core/abandon.js';
import { delay as realDelay, type Delay } from '../../core/delay.js';
import { AvatarError, abortedError, toAvatarError } from '../../core/errors.js';
import type { Fetch } from '../../core/http.js';
import type { Logger } from '../../core/logger.js';
import { createRetryPolicy, retry, type RetryPolicy } from '../../core/retry.js';
import { wasNotTaken } from '../../core/session-control.js';
import { waitForFirstFrame } from './first-frame.js';
import { Peer, type CreatePeerConnection } from './peer.js';
import { makeSdpFragment } from './sdp-fragment.js';
import { WhepClient, type WhepResource } from './whep-client.js';

export interface WhepConnectionOptions {
  logger: Logger;
  onConnectionState?: (state: RTCPeerConnectionState) => void;
  fetch?: Fetch | undefined;
  delay?: Delay | undefined;
  /** For an offer that finds no place. Default: 3 tries, 500 ms to 5 s between them. */
  retryPolicy?: RetryPolicy | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  /** Default `all`, which tries every path and still finds the relay. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** Time for ICE and DTLS, in milliseconds. Default 15000. */
  connectTimeoutMs?: number | undefined;
  /** Time from the connection to the first frame, in milliseconds. Default 10000. */
  firstFrameTimeoutMs?: number | undefined;
}

export interface WhepTarget {
  url: string;
  token?: string | undefined;
  iceServers?: RTCIceServer[];
  signal: AbortSignal;
}

/** One viewer's connection to one WHEP server, made ready when it is constructed and used once. */
export class WhepConnection {
  readonly #options: WhepConnectionOptions;
  readonly #peer: Peer;
  readonly #stateChanges = new EventTarget();
  readonly #lifetime = new AbortController();
  #release: (() => Promise<void>) | undefined;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  constructor(options: WhepConnectionOptions) {
    this.#options = options;
    this.#peer = new Peer({
      iceTransportPolicy: options.iceTransportPolicy,
      createPeerConnection: options.createPeerConnection,
      onConnectionState: (state) => {
        options.onConnectionState?.(state);
        this.#stateChanges.dispatchEvent(new Event('change'));
      },
    });
  }

  /** Holds both tracks from the start; they carry media once {@link connect} has resolved. */
  get stream(): MediaStream {
    return this.#peer.stream;
  }

  audioLevel(): number | undefined {
    return this.#peer.audioLevel();
  }

  /**
   * Resolves with the first frame. After a rejection the connection is closed and its resource given back.
   *
   * @throws {AvatarError} As every request of {@link WhepClient}; `RTC_CONNECTION_FAILED`, `TIMEOUT`, `MEDIA_STALLED`,
   * `ABORTED`.
   */
  async connect({ url, token, iceServers = [], signal: caller }: WhepTarget): Promise<void> {
    const signal = AbortSignal.any([caller, this.#lifetime.signal]);
    const { fetch, delay = realDelay, firstFrameTimeoutMs = 10_000 } = this.#options;
    const client = new WhepClient({ token, fetch });
    try {
      const offerSdp = await this.#peer.offer(iceServers);
      const resource = await this.#post(client, url, offerSdp, signal);
      this.#release = () => this.#delete(client, resource);
      const localSdp = await this.#negotiate(client, resource, offerSdp);
      void this.#trickle(client, resource, localSdp, signal);
      await this.#connected(signal, delay);
      await waitForFirstFrame({
        countFrames: () => this.#peer.countFrames(),
        deadlineMs: firstFrameTimeoutMs,
        delay,
        signal,
      });
    } catch (error) {
      const abort = signal.aborted ? abortedError(signal.reason) : undefined;
      void this.close();
      if (abort) throw abort;
      throw toAvatarError(error, 'RTC_CONNECTION_FAILED', 'The WebRTC connection could not be made. Try again.');
    }
  }

  /** Closes the peer connection and deletes the resource; the request outlives the page. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#lifetime.abort(new AvatarError('ABORTED', 'The connection was closed.'));
    this.#peer.close();
    const release = this.#release;
    this.#release = undefined;
    await release?.();
  }

  /** Comes to terms with the server's answer, or with its own offer; gives the local description that holds. */
  async #negotiate(client: WhepClient, resource: WhepResource, offerSdp: string): Promise<string> {
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
    const { delay, retryPolicy = createRetryPolicy() } = this.#options;
    return retry(() => abandonable(client.post(url, offerSdp), signal, (late) => void this.#delete(client, late)), {
      policy: retryPolicy,
      isWorthRetrying: (error) => error.status === 409 || wasNotTaken(error),
      signal,
      ...(delay ? { delay } : {}),
      onRetry: ({ error, delayMs }) =>
        this.#options.logger.warn(`The offer is made again in ${Math.round(delayMs)} ms`, error),
    });
  }

  async #connected(signal: AbortSignal, delay: Delay): Promise<void> {
    const { connectTimeoutMs = 15_000 } = this.#options;
    const settled = new AbortController();
    const deadline = delay(connectTimeoutMs, { signal: AbortSignal.any([signal, settled.signal]) }).then(() => {
      throw new AvatarError(
        'TIMEOUT',
        `The avatar’s media could not be reached within ${connectTimeoutMs / 1000} s. Try again.`,
      );
    });
    deadline.catch(() => undefined); // Raced below; the loser has nobody to tell.
    try {
      await Promise.race([this.#reached(settled.signal), deadline]);
    } finally {
      settled.abort();
    }
  }

  #reached(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const state = this.#peer.connectionState;
        if (state === 'connected') resolve();
        else if (state === 'failed' || state === 'closed') {
          reject(
            new AvatarError(
              'RTC_CONNECTION_FAILED',
              'The avatar’s media could not be reached. A firewall may block WebRTC: try another network.',
            ),
          );
        }
      };
      this.#stateChanges.addEventListener('change', check, { signal });
      check();
    });
  }

  /**
   * Sends the candidates that were found after the offer left, once, when all are known. Most servers learn the viewer's
   * address by themselves, and many (SRS among them) take no PATCH at all: a failure only goes to the debug log (4.5.2).
   */
  async #trickle(client: WhepClient, resource: WhepResource, localSdp: string, signal: AbortSignal): Promise<void> {
    await this.#peer.gathered();
    if (signal.aborted) return;
    const { candidates, isComplete } = this.#peer.takeCandidates();
    const unsent = candidates.filter((candidate) => !localSdp.includes(candidate));
    if (unsent.length === 0) return;
    try {
      await client.patch(resource, makeSdpFragment(localSdp, unsent, isComplete));
    } catch (error) {
      this.#options.logger.debug('The WHEP server takes no trickled candidates', error);
    }
  }

  async #delete(client: WhepClient, resource: WhepResource): Promise<void> {
    if (!resource.url) return;
    try {
      await client.delete(resource.url);
    } catch (error) {
      this.#options.logger.debug('The WHEP resource could not be deleted; the server frees it by itself', error);
    }
  }
}
