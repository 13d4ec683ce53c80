import { abandonableAfter, LISTENED_FOR_MS } from '../core/abandon-after.js';
import { pageAddress } from '../core/page-address.js';
import { isHttpUrl, parseUrl } from '../core/parse-url.js';
import type { ControlClient } from '../core/control-client.js';
import { endpointNeeded } from '../core/endpoint-needed.js';
import { AvatarError, isAvatarError } from '../core/errors.js';
import { requestJson, type Fetch, type HttpCall } from '../core/http.js';
import { parseSessionGrant } from '../core/protocol-guards.js';
import type { AvatarChoice, Consent, SessionCredentials, SessionGrant } from '../core/protocol.js';
import { neverRetry, retry, type RetryPolicy } from '../core/retry.js';
import { wasNotTaken } from '../core/session-control.js';
import { sessionOfToken } from '../core/session-token.js';

/** The avatar and voice that a page asks for. Without them the session endpoint chooses. */
export interface RequestedAvatar extends Partial<AvatarChoice> {
  /** What the visitor has agreed to, for backends that ask for it. */
  consent?: Consent | undefined;
  /** Of a visitor who has waited in the backend's queue. */
  ticket?: string | undefined;
}

export interface SourceOptions {
  /** Aborts when the session is not wanted any more; one that is given all the same is ended. */
  signal: AbortSignal;
  /** Takes a session that comes after the source has rejected, and ends it. */
  onLate?: (grant: SessionGrant) => void;
  /** Gives the page's WHEP offer, SDP, for a backend that answers it with the session; undefined where there is none. */
  offer?: () => Promise<string | undefined>;
}

/**
 * Opens a session. Called again when a session is lost for good and another has to take its place.
 */
export interface SessionSource {
  (requested: RequestedAvatar, options: SourceOptions): Promise<SessionGrant>;
  /** It hands over one session that somebody else has opened, and cannot be asked for another. */
  readonly givesOnce?: boolean;
}

export interface EndpointSourceOptions {
  /** The page's own backend; a relative URL is resolved against the page. */
  endpoint: string;
  fetch?: Fetch | undefined;
  /** Whether cookies are sent. Default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /** Time for each answer, in milliseconds. Default 60000: where nothing runs between two calls, the first one has to start it. */
  timeoutMs?: number | undefined;
  /** How a request is tried again whose answer says that no session was opened (429, 503). Default: not at all. */
  retryPolicy?: RetryPolicy | undefined;
}

const SESSION_WITHIN_MS = 60_000;

/** What a backend of the page's own answers that reads its requests strictly, and has opened no session then. */
const NOT_UNDERSTOOD = new Set([400, 413, 415, 422]);

/** The endpoints that have refused an offer. */
const takeNoOffer = new Set<string>();

/**
 * Asks the page's own backend, which keeps the KS to itself: a POST with the requested avatar as JSON. The request is never cut off, because
 * the backend may have opened a session already; one that comes too late is ended.
 *
 * @throws {AvatarError} `INVALID_CONFIGURATION` for an endpoint that is no URL; calls throw as every request, and
 * `PROTOCOL` where the answer is no session grant.
 */
export function createEndpointSource({
  endpoint,
  fetch,
  credentials,
  timeoutMs = SESSION_WITHIN_MS,
  retryPolicy = neverRetry,
}: EndpointSourceOptions): SessionSource {
  const url = resolveEndpoint(endpoint);
  const limit = { purpose: 'The session request', limitMs: timeoutMs };
  const ask = async (requested: RequestedAvatar & { offer?: string | undefined }): Promise<SessionGrant> => {
    const call: HttpCall = {
      purpose: limit.purpose,
      url,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(requested),
      credentials: credentials ?? 'same-origin',
      codeOfStatus: { 429: 'CAPACITY' },
      timeoutMs: Math.max(timeoutMs, LISTENED_FOR_MS),
    };
    return parseSessionGrant(await requestJson(call, fetch), url);
  };
  return async (requested, { signal, onLate = () => undefined, offer: getOffer }) => {
    const options = { policy: retryPolicy, isWorthRetrying: wasNotTaken, signal };
    const askWith = (offer?: string): Promise<SessionGrant> =>
      retry(() => abandonableAfter(limit, ask({ ...requested, offer }), onLate), options);
    try {
      const offer = takeNoOffer.has(url) ? undefined : await getOffer?.();
      if (offer === undefined) return await askWith();
      return await askWith(offer).catch(async (error: unknown) => {
        if (!isAvatarError(error) || !NOT_UNDERSTOOD.has(error.status ?? 0)) throw error;
        const grant = await askWith();
        // It was the offer, and nothing else of the request.
        takeNoOffer.add(url);
        return grant;
      });
    } catch (error) {
      const explanation = await import('./endpoint-failure.js').catch(() => undefined);
      throw explanation?.explainFailure(error, url) ?? error;
    }
  };
}

/**
 * Asks our own backend for the relay that the next session will probably be given, and opens none: its candidates can then be found
 * beside the request for the session. Never rejects.
 */
export async function learnIceServers(endpoint: string, fetch?: Fetch): Promise<void> {
  const ahead = await import('./ice-servers-ahead.js').catch(() => undefined);
  await ahead?.learn(endpoint, fetch);
}

/**
 * Creates the session from the browser, with a KS that everybody who opens the page can then read: for prototypes. Where
 * the key is the token of a session, as two published pages have it, that session is taken.
 */
export function createKeySource(client: ControlClient, apiKey: string | undefined): SessionSource {
  const session = sessionOfKey(apiKey);
  if (session) return createReadySource(session);
  return async (requested) => client.create(apiKey ?? '', { ...requested, avatarId: requested.avatarId ?? '' });
}

/** The session whose token was given in place of a KS. */
export function sessionOfKey(apiKey: string | undefined): SessionCredentials | undefined {
  const sessionId = apiKey === undefined ? undefined : sessionOfToken(apiKey);
  return apiKey !== undefined && sessionId !== undefined ? { sessionId, token: apiKey } : undefined;
}

/** Takes a session that somebody else has created. */
export function createReadySource({ sessionId, token }: SessionCredentials): SessionSource {
  const give = async (): Promise<SessionGrant> => {
    if (!sessionId || !token) {
      throw new AvatarError('INVALID_CONFIGURATION', 'A sessionId and a token are needed to initialise a session.');
    }
    return Promise.resolve({ sessionId, token });
  };
  return Object.assign(give, { givesOnce: true });
}

function resolveEndpoint(endpoint: string): string {
  const url = parseUrl(endpoint, pageAddress());
  if (endpoint.trim() === '' || !isHttpUrl(url)) throw endpointNeeded();
  return url.href;
}
