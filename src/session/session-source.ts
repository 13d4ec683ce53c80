import { isHttpUrl, parseUrl } from '../core/parse-url.js';
import type { ControlClient } from '../core/control-client.js';
import { AvatarError, isAvatarError, isSessionOver } from '../core/errors.js';
import { requestJson, type Fetch } from '../core/http.js';
import { parseSessionGrant } from '../core/protocol-guards.js';
import type { AvatarChoice, SessionCredentials, SessionGrant } from '../core/protocol.js';
import { sessionOfToken } from '../core/session-token.js';

/** Which avatar a page asks for; a session endpoint may know it by itself. */
export type AvatarWish = Partial<AvatarChoice>;

/**
 * Opens a session. Called again when a session is lost for good and another has to take its place.
 */
export interface SessionSource {
  (wish: AvatarWish, options: { signal: AbortSignal }): Promise<SessionGrant>;
  /** It hands over one session that somebody else has opened, and cannot be asked for another. */
  readonly givesOnce?: boolean;
}

export interface EndpointSourceOptions {
  /** The page's own backend; a relative URL is resolved against the page. */
  endpoint: string;
  fetch?: Fetch | undefined;
  /** Whether cookies go along. Default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /** Time for the answer, in milliseconds. Default 15000. */
  timeoutMs?: number | undefined;
}

/**
 * Asks the page's own backend, which keeps the KS to itself: a POST with the wish as JSON.
 *
 * @throws {AvatarError} `INVALID_CONFIGURATION` for an endpoint that is no URL; calls throw as every request, and
 * `PROTOCOL` where the answer is no session grant.
 */
export function createEndpointSource({
  endpoint,
  fetch,
  credentials,
  timeoutMs,
}: EndpointSourceOptions): SessionSource {
  const url = resolveEndpoint(endpoint);
  const ask = (wish: AvatarWish): Promise<unknown> =>
    requestJson(
      {
        purpose: 'The session request',
        url,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(wish),
        credentials: credentials ?? 'same-origin',
        codeOfStatus: { 429: 'CAPACITY' },
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      fetch,
    );
  return async (wish) => {
    try {
      return parseSessionGrant(await ask(wish), url);
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
  return async (wish) => {
    if (!apiKey) {
      throw new AvatarError(
        'INVALID_CONFIGURATION',
        'createSession() needs a KS, the constructor’s first argument. Without one, use initSession() or connect().',
      );
    }
    if (!wish.avatarId) throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session.');
    return client.create(apiKey, { ...wish, avatarId: wish.avatarId });
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
