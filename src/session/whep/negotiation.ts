import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import type { WhepAnswer } from '../../core/protocol.js';
import type { RetryPolicy } from '../../core/retry.js';
import type { Peer } from './peer.js';
import type { WhepResource } from '../../core/whep/whep-client.js';
import type { LoadWhepTools } from './load-later.js';

export interface NegotiationOptions {
  peer: Peer;
  loadTools: LoadWhepTools;
  url: string;
  retryPolicy: RetryPolicy | undefined;
  delay: Delay;
  logger: Logger;
  /** Ends with the connection. */
  lifetime: AbortSignal;
}

interface Agreement {
  answer: WhepAnswer | undefined;
  /** Whether the own description has done without ICE servers. */
  isFree: boolean;
  signal: AbortSignal;
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
   * Sends the offer, unless it has been answered already, and applies the server's answer, or answers its counter-offer. Returns
   * the ICE servers that it names; a counter-offer is answered with them, where the own description has done without.
   * @throws {AvatarError}
   */
  async agree(offerSdp: string, { answer, isFree, signal }: Agreement): Promise<RTCIceServer[]> {
    const { peer, loadTools } = this.#options;
    const resource = (this.#resource = answer ? resourceOf(answer) : await this.#post(offerSdp, signal));
    const { sdp, iceServers } = resource;
    if (!resource.isCounterOffer) {
      await peer.accept(sdp);
      // A server that gives no entity tag takes no candidates, as a rule, and by way of a backend that costs two requests.
      if (!answer || answer.etag !== undefined) this.#trickle(offerSdp);
      return iceServers;
    }
    if (isFree && iceServers.length > 0) peer.useIceServers(iceServers);
    const answerSdp = await peer.answer(sdp);
    const { client } = await loadTools();
    await client.answer(resource, answerSdp);
    this.#trickle(answerSdp);
    return [];
  }

  /**
   * Agrees on new ICE credentials and candidates. A failure leaves everything as it was.
   * @throws {AvatarError}
   */
  async restartIce(signal: AbortSignal): Promise<void> {
    const { peer, loadTools } = this.#options;
    const resource = this.#resource;
    if (!resource) throw new AvatarError('INVALID_STATE', 'This connection’s ICE cannot be restarted.');
    this.#trickling.abort();
    let trickled = this.#trickledSdp;
    try {
      const { client, restartIce } = await loadTools();
      const { localSdp, etag } = await restartIce({ peer, client, resource, signal });
      this.#resource = { ...resource, etag };
      trickled = localSdp;
    } finally {
      this.#trickle(trickled);
    }
  }

  /** Deletes the resource. Idempotent, never rejects. */
  async release(): Promise<void> {
    if (!this.#resource) return;
    this.#trickling.abort();
    this.#released ??= this.#delete(this.#resource);
    await this.#released;
  }

  async #post(offerSdp: string, signal: AbortSignal): Promise<WhepResource> {
    const { client, postOffer } = await this.#options.loadTools();
    return postOffer(offerSdp, { ...this.#options, client, signal, onLate: (late) => void this.#delete(late) });
  }

  #trickle(localSdp: string): void {
    const { peer, loadTools, lifetime, logger } = this.#options;
    const resource = this.#resource;
    if (!resource || this.isReleased) return;
    this.#trickling = new AbortController();
    this.#trickledSdp = localSdp;
    const signal = anySignal(lifetime, this.#trickling.signal);
    const sdp = peer.fromCandidates(localSdp);
    loadTools().then(
      ({ client, trickle }) =>
        trickle({ candidates: peer.candidates, client, resource, localSdp: sdp, signal, logger }),
      () => undefined, // It goes on without, too.
    );
  }

  async #delete({ url }: WhepResource): Promise<void> {
    if (!url) return;
    try {
      const { client } = await this.#options.loadTools();
      await client.delete(url);
    } catch (error) {
      this.#options.logger.warn('The WHEP resource could not be deleted; the server does it by itself', error);
    }
  }
}

function resourceOf({ sdp, location, etag }: WhepAnswer): WhepResource {
  return { sdp, url: location, etag, isCounterOffer: false, iceServers: [] };
}
