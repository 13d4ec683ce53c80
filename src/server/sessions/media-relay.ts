import { abandonableAfter } from '../../core/abandon-after.js';
import { isAvatarError, type AvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import type { SessionCredentials, SessionGrant, WhepAnswer } from '../../core/protocol.js';
import { WhepClient, type WhepResource } from '../../core/whep/whep-client.js';
import type { Background } from '../background.js';
import { failureReason } from '../failure-reason.js';
import { RequestProblem } from '../request-problem.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { openSealedUrl, sealUrl, type SealedFor } from './sealed-url.js';
import { connectAhead, guardFetch, type ServiceAccess } from './upstream-fetch.js';

/** After this the page asks the media server by itself, in milliseconds: a session is soon dear to those who wait for it. */
const ANSWER_WITHIN_MS = 5000;

/** Where nothing answers, pages ask for so long by themselves at once, in milliseconds: a firewall keeps nobody waiting twice. */
const LEFT_TO_PAGES_MS = 60_000;

/** A media server that answers later than that has forgotten the offer itself, in milliseconds. */
const LATE_ANSWER_MS = 30_000;

/** Statuses of the media server that tell the page what to do; all others say no more than that it failed. */
const TELLING = new Set([405, 409, 412, 415, 422, 428, 429, 501, 503]);

/** An offer, for a session. */
interface Offer {
  offer: string;
  signal: AbortSignal;
  log: Logger;
}

/** What the media server answered to a PATCH. */
export interface PatchAnswer {
  /** Empty where there is nothing to tell. */
  sdpFragment: string;
  etag: string | undefined;
}

/**
 * Hands on what a page and the media server agree on (WHEP), so that the page needs no request of its own to it. Where things are at
 * the media server only its page keeps, and cannot read: a backend needs no memory of it.
 */
export class MediaRelay {
  readonly #client: WhepClient;
  readonly #timeoutMs: number;
  readonly #telemetry: Telemetry;
  readonly #background: Background;
  readonly #now: () => number;
  readonly #connectAhead: (url: string) => void;
  #leftToPagesUntil = -Infinity;
  /** Where the last session’s media were: the next one’s will be there, too. */
  #lastUrl: string | undefined;

  constructor(
    { fetch, timeoutMs = Infinity }: ServiceAccess,
    { telemetry, background, now }: { telemetry: Telemetry; background: Background; now: () => number },
  ) {
    // What is answered later than that is still to be deleted.
    this.#client = new WhepClient({ fetch: guardFetch(fetch), timeoutMs: LATE_ANSWER_MS });
    this.#connectAhead = (url) => connectAhead(url, fetch);
    this.#timeoutMs = timeoutMs;
    this.#telemetry = telemetry;
    this.#background = background;
    this.#now = now;
  }

  /** An offer is on its way: the handshakes with the media server are made beside the calls that come before it. */
  expectOffer(): void {
    if (this.#lastUrl !== undefined && this.#now() >= this.#leftToPagesUntil) this.#connectAhead(this.#lastUrl);
  }

  /**
   * The first offer of a session's page. Undefined where it could not be handed on: then the page does that by itself.
   * @throws {AvatarError} `ABORTED`: nobody waits for it any more, and nothing is left at the media server.
   */
  async begin(
    session: SessionCredentials,
    whepUrl: string,
    { offer, signal, log }: Offer,
  ): Promise<Required<Pick<SessionGrant, 'whepUrl' | 'answer'>> | undefined> {
    this.#lastUrl = new URL(whepUrl).origin;
    if (this.#now() < this.#leftToPagesUntil) return undefined;
    try {
      const resource = await this.#postTwice(whepUrl, offer, signal);
      const { sdp, url, etag } = resource;
      const location = url === undefined ? undefined : await this.#address(session, 'resource', url);
      return {
        whepUrl: await this.#address(session, 'endpoint', whepUrl),
        answer: { sdp, ...(location === undefined ? {} : { location }), ...(etag === undefined ? {} : { etag }) },
      };
    } catch (error) {
      if (signal.aborted) throw error;
      if (isUnanswered(error)) this.#leftToPagesUntil = this.#now() + LEFT_TO_PAGES_MS;
      log.warn('The media server did not take the offer from here; the page makes it by itself', {
        sessionId: session.sessionId,
        reason: failureReason(error),
      });
      return undefined;
    }
  }

  /**
   * Another offer of a session's page. The answer's `location` is relative to the address that was asked.
   * @throws {RequestProblem}
   */
  async post(session: SessionCredentials, sealed: string, offer: string, signal: AbortSignal): Promise<WhepAnswer> {
    const whepUrl = await this.#open(session, 'endpoint', sealed);
    const { sdp, url, etag } = await this.#postTwice(whepUrl, offer, signal).catch(throwProblem);
    const location = url === undefined ? undefined : await sealUrl(url, 'resource', session.token);
    return { sdp, ...(location === undefined ? {} : { location }), ...(etag === undefined ? {} : { etag }) };
  }

  /** @throws {RequestProblem} */
  async patch(
    session: SessionCredentials,
    sealed: string,
    { sdpFragment, ifMatch, signal }: { sdpFragment: string; ifMatch: string | undefined; signal: AbortSignal },
  ): Promise<PatchAnswer> {
    const url = await this.#open(session, 'resource', sealed);
    const resource: WhepResource = { url, etag: ifMatch, sdp: '', isCounterOffer: false, iceServers: [] };
    const isRestart = ifMatch === '"*"';
    return this.#telemetry
      .call('whep-patch', async () => {
        if (isRestart) return this.#client.restartIce(resource, sdpFragment, { signal });
        await this.#client.patch(resource, sdpFragment, { signal });
        return { sdpFragment: '', etag: undefined };
      })
      .catch(throwProblem);
  }

  /** @throws {RequestProblem} */
  async delete(session: SessionCredentials, sealed: string): Promise<void> {
    const url = await this.#open(session, 'resource', sealed);
    await this.#telemetry.call('whep-delete', () => this.#client.delete(url)).catch(throwProblem);
  }

  /** Gives an answer back that its page will not get. */
  async giveBack(session: SessionCredentials, { location }: WhepAnswer): Promise<void> {
    const sealed = location?.split('/').at(-1);
    if (sealed !== undefined) await this.delete(session, sealed).catch(() => undefined);
  }

  /** A server that closes its connections loses an answer now and then. */
  #postTwice(whepUrl: string, offer: string, signal: AbortSignal): Promise<WhepResource> {
    return this.#post(whepUrl, offer, signal).catch((error: unknown) => {
      if (!isAvatarError(error) || error.code !== 'NETWORK') throw error;
      return this.#post(whepUrl, offer, signal);
    });
  }

  async #post(whepUrl: string, offer: string, signal: AbortSignal): Promise<WhepResource> {
    const release = async ({ url }: WhepResource): Promise<void> => {
      if (url !== undefined) await this.#client.delete(url);
    };
    const onLate = (late: WhepResource): void => this.#background.keep(release(late));
    const limit = { purpose: 'WHEP POST', limitMs: Math.min(ANSWER_WITHIN_MS, this.#timeoutMs), signal };
    const posted = this.#telemetry.call('whep-post', () => this.#client.post(whepUrl, offer));
    const resource = await abandonableAfter(limit, posted, onLate);
    if (resource.isCounterOffer) {
      // By when the page makes its own offer, the place is free.
      await release(resource).catch(() => undefined);
      throw new RequestProblem(502, 'The media server makes an offer of its own, which is not handed on.');
    }
    // Whoever answers for it may not send this backend anywhere else.
    const isThere = resource.url !== undefined && new URL(resource.url).origin === new URL(whepUrl).origin;
    return isThere ? resource : { ...resource, url: undefined };
  }

  /** Relative to the endpoint, so that it holds behind any prefix and any proxy. */
  async #address({ sessionId, token }: SessionCredentials, purpose: SealedFor, url: string): Promise<string> {
    return `session/${encodeURIComponent(sessionId)}/whep/${await sealUrl(url, purpose, token)}`;
  }

  async #open({ token }: SessionCredentials, purpose: SealedFor, sealed: string): Promise<string> {
    const url = await openSealedUrl(sealed, purpose, token);
    if (url !== undefined) return url;
    throw new RequestProblem(400, 'This is no address that the backend has given for the session’s media.');
  }
}

function isUnanswered(error: unknown): boolean {
  return isAvatarError(error) && (error.code === 'NETWORK' || error.code === 'TIMEOUT');
}

/** What a page is told of the media server's failures: nothing of where it is. */
function throwProblem(error: unknown): never {
  if (!isAvatarError(error) || error.code === 'ABORTED') throw error;
  const { retryAfterMs } = error;
  throw new RequestProblem(statusOf(error), `The media server ${whatItDid(error)}.`, {
    code: 'RTC_CONNECTION_FAILED',
    ...(retryAfterMs === undefined ? {} : { headers: { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) } }),
  });
}

function statusOf({ code, status = 502 }: AvatarError): number {
  if (code === 'TIMEOUT') return 504;
  return TELLING.has(status) ? status : 502;
}

function whatItDid({ code, status }: AvatarError): string {
  if (status !== undefined) return `answers with status ${status}`;
  return code === 'TIMEOUT' ? 'does not answer in time' : 'cannot be reached';
}
