import { parseUrl } from '../parse-url.js';
import { AvatarError, isAvatarError, isSessionOver } from '../errors.js';
import { globalFetch, request, requestText, type Answer, type HttpCall, type Send } from '../http.js';
import type { CallOptions } from '../session-control.js';
import { parseIceServerLinks } from './link-header.js';

export interface WhepClientOptions {
  /** Sent as a Bearer token on every request; none is sent where it is missing. */
  token?: string | undefined;
  /** Asked before each request for the headers that prove the session to be the page's; in place of a token. */
  proof?: (() => Record<string, string>) | undefined;
  fetch?: Send | undefined;
  /** Time for each answer, in milliseconds. Default 15000. */
  timeoutMs?: number | undefined;
}

/** What a WHEP server made of an offer. */
export interface WhepResource {
  /** The server's answer; or, where it would not take the offer, its own offer (406). */
  sdp: string;
  isCounterOffer: boolean;
  /** Where the resource can be changed and deleted; missing where the server hides its Location from scripts. */
  url: string | undefined;
  etag: string | undefined;
  iceServers: RTCIceServer[];
}

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const NOT_ACCEPTABLE = 406;

/** How long the release of a place is waited for, in milliseconds; after that, the server frees it by itself. */
const DELETE_WITHIN_MS = 5000;

/** An entity tag that names no ICE session, as MediaMTX sends it: sent back it would ask for an ICE restart. */
const ANY_TAG = /^"?\*"?$/;

/** The HTTP side of WHEP (draft-ietf-wish-whep). */
export class WhepClient {
  readonly #options: WhepClientOptions;

  constructor(options: WhepClientOptions = {}) {
    this.#options = options;
  }

  /**
   * The ICE servers that the endpoint names before it is sent an offer: MediaMTX tells them on OPTIONS.
   * @throws {AvatarError} As every request.
   */
  async discoverIceServers(endpoint: string, options: CallOptions = {}): Promise<RTCIceServer[]> {
    const response = await request(this.#call('OPTIONS', endpoint, options), this.#options.fetch);
    return parseIceServerLinks(response.headers.get('Link'));
  }

  /**
   * Cannot be aborted, because the server may already have made what it was asked for. An answer that cannot be used has been given
   * back by the time it rejects, so that another offer finds the place free.
   * @throws {AvatarError} As every request; `PROTOCOL` where the answer is not SDP.
   */
  async post(endpoint: string, offerSdp: string): Promise<WhepResource> {
    const call = this.#call('POST', endpoint, { type: SDP, body: offerSdp, alsoGood: [NOT_ACCEPTABLE] });
    let begun: Answer | undefined;
    const fetch = telling(this.#options.fetch, (answer) => (begun = answer));
    const { response, body: sdp } = await requestText(call, fetch).catch(async (error: unknown) => {
      // It breaks off after its head, which tells where the resource is.
      if (begun?.ok) await this.#giveBack(locationOf(begun, endpoint));
      return explain(error);
    });
    const url = locationOf(response, endpoint);
    if (!sdp.trimStart().startsWith('v=0')) {
      await this.#giveBack(url);
      throw new AvatarError('PROTOCOL', 'The WHEP server answered the offer with something that is not SDP.', {
        status: response.status,
      });
    }
    return {
      sdp,
      isCounterOffer: response.status === NOT_ACCEPTABLE,
      url,
      etag: response.headers.get('ETag') ?? undefined,
      iceServers: parseIceServerLinks(response.headers.get('Link')),
    };
  }

  /**
   * Answers the server's counter-offer (4.3.2).
   * @throws {AvatarError} As every request; `PROTOCOL` where the server did not say where the answer goes.
   */
  async answer(resource: WhepResource, answerSdp: string): Promise<void> {
    if (!resource.url) throw new AvatarError('PROTOCOL', 'The WHEP server’s own offer came without a Location.');
    await this.#send('PATCH', resource.url, { type: SDP, body: answerSdp });
  }

  /** Sends candidates (trickle ICE). A server that does not take them rejects, which does no harm to the connection. */
  async patch({ url, etag }: WhepResource, sdpFragment: string, options: CallOptions = {}): Promise<void> {
    if (!url) return;
    await this.#send('PATCH', url, {
      ...options,
      type: FRAGMENT,
      body: sdpFragment,
      ...(etag && !ANY_TAG.test(etag) ? { headers: { 'If-Match': etag } } : {}),
    });
  }

  /**
   * Restarts ICE (4.5.3): sends the new credentials and candidates, whatever the resource's entity tag, and gives the
   * server's own.
   * @throws {AvatarError} As every request; `PROTOCOL` where the server did not restart.
   */
  async restartIce(
    { url }: WhepResource,
    sdpFragment: string,
    options: CallOptions = {},
  ): Promise<{ sdpFragment: string; etag: string | undefined }> {
    if (!url) throw new AvatarError('PROTOCOL', 'The WHEP server did not say where its resource is.');
    const { response, body } = await requestText(
      this.#call('PATCH', url, { ...options, type: FRAGMENT, body: sdpFragment, headers: { 'If-Match': '"*"' } }),
      this.#options.fetch,
    );
    if (!/^a=ice-ufrag:/m.test(body) || !/^a=ice-pwd:/m.test(body)) {
      throw new AvatarError('PROTOCOL', 'The WHEP server did not answer the ICE restart with new credentials.', {
        status: response.status,
      });
    }
    return { sdpFragment: body, etag: response.headers.get('ETag') ?? undefined };
  }

  /** Frees the viewer's place. A resource that is gone already counts as deleted; outlives the page. */
  async delete(url: string): Promise<void> {
    try {
      await this.#send('DELETE', url, { keepalive: true, timeoutMs: DELETE_WITHIN_MS });
    } catch (error) {
      if (!isSessionOver(error)) throw error;
    }
  }

  async #giveBack(url: string | undefined): Promise<void> {
    if (url) await this.delete(url).catch(() => undefined);
  }

  async #send(method: 'PATCH' | 'DELETE', url: string, message: Message): Promise<void> {
    await request(this.#call(method, url, message), this.#options.fetch);
  }

  #call(
    method: 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS',
    url: string,
    { type, body, headers, keepalive, alsoGood, signal, timeoutMs = this.#options.timeoutMs }: Message,
  ): HttpCall {
    const { token, proof } = this.#options;
    return {
      purpose: `WHEP ${method}`,
      method,
      url,
      signal,
      headers: {
        ...headers,
        ...(type ? { 'Content-Type': type } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : proof?.()),
      },
      ...(body === undefined ? {} : { body }),
      ...(keepalive ? { keepalive } : {}),
      ...(alsoGood ? { alsoGood } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
  }
}

interface Message extends CallOptions {
  type?: string;
  body?: string;
  headers?: Record<string, string>;
  keepalive?: boolean;
  alsoGood?: readonly number[];
  timeoutMs?: number;
}

/** Tells each answer as soon as its head is there. */
function telling(send: Send = globalFetch, onAnswer: (answer: Answer) => void): Send {
  const told: Send = async (input, init) => {
    const answer = await send(input, init);
    onAnswer(answer);
    return answer;
  };
  return Object.assign(told, send.limitTime && { limitTime: send.limitTime });
}

/** Undefined for a Location that is hidden, or is no URL: the connection works all the same. */
function locationOf({ headers, url }: Answer, endpoint: string): string | undefined {
  const location = headers.get('Location');
  // Relative to what answered, which after a redirect is not what was asked (4.3.1).
  return location === null ? undefined : parseUrl(location, url === undefined || url === '' ? endpoint : url)?.href;
}

/** 409 means that somebody watches already, or that nobody publishes yet (4.3.8): both pass. */
function explain(error: unknown): never {
  if (!isAvatarError(error) || error.status !== 409) throw error;
  throw new AvatarError(
    'RTC_CONNECTION_FAILED',
    'The avatar is being watched elsewhere, or is not on the air yet. Try again in a moment.',
    {
      cause: error,
      status: 409,
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    },
  );
}
