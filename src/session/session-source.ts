import { abandonableAfter, LISTENED_FOR_MS } from '../core/abandon.js';
import { isHttpUrl, parseUrl } from '../core/parse-url.js';
import type { ControlClient } from '../core/control-client.js';
import { AvatarError, isAvatarError, isSessionOver } from '../core/errors.js';
import { requestJson, type Fetch, type HttpCall } from '../core/http.js';
import { parseSessionGrant } from '../core/protocol-guards.js';
import type { AvatarChoice, SessionCredentials, SessionGrant } from '../core/protocol.js';
import { neverRetry, retry, type RetryPolicy } from '../core/retry.js';
import { wasNotTaken } from '../core/session-control.js';
import { sessionOfToken } from '../core/session-token.js';

/** The avatar and voice that a page asks for. Without them the session endpoint chooses. */
export type RequestedAvatar = Partial<AvatarChoice>;

export interface SourceOptions {
  /** Aborts when the session is not wanted any more; one that is given all the same is ended. */
  signal: AbortSignal;
  /** Takes a session that comes after the source has rejected, and ends it. */
  onLate?: (grant: SessionGrant) => void;
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
  const ask = async (requested: RequestedAvatar): Promise<SessionGrant> => {
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
  return async (requested, { signal, onLate = () => undefined }) => {
    const options = { policy: retryPolicy, isWorthRetrying: wasNotTaken, signal };
    try {
      return await retry(() => abandonableAfter(limit, ask(requested), onLate), options);
    } catch (error) {
      throw explainFailure(error, url);
    }
  };
}

/**
 * Creates the session from the browser, with a KS that everybody who opens the page can then read: for prototypes. Where
 * the key is the token of a session, as two published pages have it, that session is taken.
 */
export function createKeySource(client: ControlClient, apiKey: string | undefined): SessionSource {
  const session = sessionOfKey(apiKey);
  if (session) return createReadySource(session);
  return async (requested) => {
    if (!apiKey) {
      throw new AvatarError(
        'INVALID_CONFIGURATION',
        'createSession() needs a KS, the constructor’s first argument. Without one, use initSession() or connect().',
      );
    }
    if (!requested.avatarId)
      throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session.');
    return client.create(apiKey, { ...requested, avatarId: requested.avatarId });
  };
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
  const url = parseUrl(endpoint, document.baseURI);
  if (endpoint.trim() === '' || !isHttpUrl(url)) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'session-endpoint should be the URL of your backend that opens sessions, such as /api/avatar/session.',
    );
  }
  return url.href;
}

/** What a status from here is about: the address or the page's origin, not a session. */
function explainFailure(error: unknown, url: string): unknown {
  if (!isAvatarError(error)) return error;
  const { pathname, origin } = new URL(url);
  // The browser withholds the answer from a page that the backend has not allowed: then there is none at all.
  if (origin !== window.origin && error.code === 'NETWORK') {
    return new AvatarError(
      'NETWORK',
      `The session request got no answer from ${origin}. Check the address and the connection. A backend of another origin has to allow this page: allowedOrigins: ['${window.origin}'].`,
      { cause: error },
    );
  }
  if (!isSessionOver(error)) return error;
  return new AvatarError(
    'API_REQUEST_FAILED',
    `There is no session endpoint at ${pathname} (status ${error.status ?? 404}). Check session-endpoint.`,
    {
      cause: error,
      ...(error.status === undefined ? {} : { status: error.status }),
    },
  );
}
