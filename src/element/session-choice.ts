import { AvatarError, toAvatarError } from '../core/errors.js';
import type { Fetch } from '../core/http.js';
import type { EconomyPolicy } from '../session/economy.js';
import type { KalturaAvatarSession } from '../session/kaltura-avatar-session.js';
import type { SessionSource } from '../session/session-source.js';
import type { SessionCode } from './load-session.js';
import type { AvatarSettings, SettingName } from './settings/avatar-settings.js';

/** An avatar that nobody has seen for a while, and that is silent, takes no traffic and no power until it is seen again. */
const ECONOMY: EconomyPolicy = { whenUnseen: 'pause', afterSeconds: 60 };

/** What has to be as it was for a session that was made ready to be used. */
export const PREPARED_FOR: readonly (SettingName | 'ks')[] = ['baseUrl', 'ks', 'iceTransportPolicy', 'logLevel'];

/** What a session that is being opened depends on; where it changes on the way, another is opened. */
export const OPENED_FOR: readonly (SettingName | 'ks')[] = [
  'sessionEndpoint',
  'avatarId',
  'voiceId',
  'voiceSpeed',
  ...PREPARED_FOR,
];

let hasWarned = false;

/**
 * The session that the element's settings ask for.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createSession({ KalturaAvatarSession }: SessionCode, settings: AvatarSettings): KalturaAvatarSession {
  const { ks, baseUrl, iceTransportPolicy, logLevel, logger, retryPolicy } = settings;
  const config = {
    economy: ECONOMY,
    iceTransportPolicy,
    logLevel,
    ...(logger ? { logger } : {}),
    ...(baseUrl ? { baseUrl } : {}),
    ...(retryPolicy ? { reconnectPolicy: retryPolicy } : {}),
  };
  return new KalturaAvatarSession(ks ?? undefined, config, { fetch: backendFetch(settings) });
}

/**
 * Where the element's settings say that a session comes from.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createSource(code: SessionCode, settings: AvatarSettings): SessionSource | undefined {
  const { sessionSource, sessionEndpoint, ks, credentials } = settings;
  if (sessionSource) return explained(sessionSource);
  if (sessionEndpoint !== null)
    return code.createEndpointSource({ endpoint: sessionEndpoint, credentials, fetch: backendFetch(settings) });
  if (ks === null)
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'session-endpoint should be the URL of your backend that opens sessions, such as /api/avatar/session.',
    );
  if (!hasWarned) {
    hasWarned = true;
    settings
      .createLogger()
      .warn('ks is for prototypes: everybody who opens the page can read it. Use session-endpoint in production.');
  }
  return undefined;
}

/** What the page's own function throws says where it comes from. */
function explained(source: SessionSource): SessionSource {
  const explain: SessionSource = async (wish, options) => {
    try {
      return await source(wish, options);
    } catch (cause) {
      throw toAvatarError(cause, 'API_REQUEST_FAILED', `sessionSource failed: ${String(cause)}`);
    }
  };
  return Object.assign(explain, source.givesOnce === undefined ? {} : { givesOnce: source.givesOnce });
}

/** Sends what goes to the page's own backend with the element's `credentials` and `requestInit`, and the rest as it is. */
export function backendFetch({
  sessionEndpoint,
  credentials,
  requestInit,
}: Pick<AvatarSettings, 'sessionEndpoint' | 'credentials' | 'requestInit'>): Fetch {
  if (sessionEndpoint === null) return (input, init) => fetch(input, init);
  const { origin } = new URL(sessionEndpoint, document.baseURI);
  return (input, init) => {
    if (new URL(input, document.baseURI).origin !== origin) return fetch(input, init);
    const headers = new Headers(requestInit?.headers);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(input, {
      credentials,
      ...requestInit,
      ...init,
      ...(init.credentials ? { credentials } : {}),
      headers,
    });
  };
}
