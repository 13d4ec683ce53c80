import { anySignal } from '../../core/abort-signals.js';
import { abandonable } from '../../core/abandon.js';
import type { Delay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import { createRetryPolicy, retry, type RetryPolicy } from '../../core/retry.js';
import { wasNotTaken } from '../../core/session-control.js';
import type { Peer } from './peer.js';
import { makeSdpFragment } from './sdp-fragment.js';
import { trickle } from './trickle.js';
import type { WhepClient, WhepResource } from './whep-client.js';

export interface NegotiationOptions {
  peer: Peer;
  client: WhepClient;
  url: string;
  retryPolicy: RetryPolicy | undefined;
  delay: Delay;
  logger: Logger;
  /** Ends with the connection. */
  lifetime: AbortSignal;
}

/** What one viewer and one WHEP server agree on, from the offer to the end. */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #resource: WhepResource | undefined;
  /** Ends with the local description whose candidates are sent. */
  #trickling = new AbortController();
  #trickledSdp = '';
  #released: Promise<void> | undefined;

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** Whether the server has a resource that was not given up yet. */
  get holdsPlace(): boolean {
    return this.#resource !== undefined && !this.isReleased;
  }

  get isReleased(): boolean {
    return this.#released !== undefined;
  }

  /** Whether the server may take an ICE restart: it has said where its resource is, and has answered the own offer. */
  get canRestartIce(): boolean {
    return this.#resource?.url !== undefined && !this.isReleased && this.#options.peer.isAnswered;
  }

  /**
   * Sends the offer and applies the server's answer, or answers its counter-offer. Returns the ICE servers that it
   * names; a counter-offer is answered with them, where the own description has done without.
   * @throws {AvatarError}
   */
  async agree(offerSdp: string, { isFree, signal }: { isFree: boolean; signal: AbortSignal }): Promise<RTCIceServer[]> {
    const { peer, client } = this.#options;
    const resource = (this.#resource = await this.#post(offerSdp, signal));
    const { sdp, iceServers } = resource;
    if (!resource.isCounterOffer) {
      await peer.accept(sdp);
      this.#trickle(offerSdp);
      return iceServers;
    }
    if (isFree && iceServers.length > 0) peer.useIceServers(iceServers);
    const answerSdp = await peer.answer(sdp);
    await client.answer(resource, answerSdp);
    this.#trickle(answerSdp);
    return [];
  }

  /**
   * Agrees on new ICE credentials and candidates. A failure leaves everything as it was.
   * @throws {AvatarError}
   */
  async restartIce(signal: AbortSignal): Promise<void> {
    const { peer, client } = this.#options;
    const resource = this.#resource;
    if (!resource) throw new AvatarError('INVALID_STATE', 'There is no connection whose ICE could be restarted.');
    this.#trickling.abort();
    const localSdp = await peer.offerRestart();
    try {
      const fragment = makeSdpFragment(peer.fromCandidates(localSdp), peer.candidates.take(localSdp).candidates, false);
      const { sdpFragment, etag } = await client.restartIce(resource, fragment, { signal });
      await peer.acceptRestart(sdpFragment);
      this.#resource = { ...resource, etag };
    } catch (error) {
      await peer.rollback();
      this.#trickle(this.#trickledSdp);
      throw error;
    }
    this.#trickle(localSdp);
  }

  /** Deletes the resource. Idempotent, never rejects. */
  async release(): Promise<void> {
    if (!this.#resource) return;
    this.#trickling.abort();
    this.#released ??= this.#delete(this.#resource);
    await this.#released;
  }

  /**
   * Tries again where the server says that it has no place yet: a page that was just reloaded meets its own viewer, who is
   * still leaving (409), and a stream may not be on the air yet.
   */
  #post(offerSdp: string, signal: AbortSignal): Promise<WhepResource> {
    const { client, url, retryPolicy = createRetryPolicy(), delay, logger } = this.#options;
    return retry(() => abandonable(client.post(url, offerSdp), signal, (late) => void this.#delete(late)), {
      policy: retryPolicy,
      isWorthRetrying: (error) => error.status === 409 || wasNotTaken(error),
      signal,
      delay,
      onRetry: ({ error, delayMs }) => logger.warn(`The offer is made again in ${Math.round(delayMs)} ms`, error),
    });
  }

  #trickle(localSdp: string): void {
    const { peer, client, lifetime, logger } = this.#options;
    if (!this.#resource || this.isReleased) return;
    this.#trickling = new AbortController();
    this.#trickledSdp = localSdp;
    void trickle({
      candidates: peer.candidates,
      client,
      resource: this.#resource,
      localSdp: peer.fromCandidates(localSdp),
      signal: anySignal(lifetime, this.#trickling.signal),
      logger,
    });
  }

  async #delete({ url }: WhepResource): Promise<void> {
    if (!url) return;
    try {
      await this.#options.client.delete(url);
    } catch (error) {
      this.#options.logger.warn('The WHEP resource could not be deleted; the server frees it by itself', error);
    }
  }
}
