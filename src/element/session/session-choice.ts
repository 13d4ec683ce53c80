import { endpointNeeded } from '../../core/endpoint-needed.js';
import { toAvatarError } from '../../core/errors.js';
import type { EconomyPolicy } from '../../session/economy.js';
import { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import { createEndpointSource, learnIceServers, type SessionSource } from '../../session/session-source.js';
import { backendFetch, type BackendAccess, type BackendRequestInit } from '../backend/backend-fetch.js';
import { hasAgreed, loadConsent, type MaybeAsked } from '../consent/load-consent.js';
import type { AvatarSettings } from '../settings/avatar-settings.js';

/** An avatar that nobody has seen for a while, and that is silent, takes no traffic and no power until it is seen again. */
const ECONOMY: EconomyPolicy = { whenUnseen: 'pause', afterSeconds: 60 };

export { agreed, withdrawConsent } from '../consent/load-consent.js';
export { PreparedSession } from './prepared-session.js';
export { untilActivated } from './prerendering.js';

let hasWarned = false;

/**
 * The session that the element's settings ask for.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createSession(settings: AvatarSettings): KalturaAvatarSession {
  const { ks, baseUrl, iceTransportPolicy, logLevel, logger, retryPolicy } = settings;
  const config = {
    economy: ECONOMY,
    iceTransportPolicy,
    logLevel,
    ...(logger ? { logger } : {}),
    ...(baseUrl ? { baseUrl } : {}),
    ...(retryPolicy ? { retryPolicy } : {}),
  };
  return new KalturaAvatarSession(ks ?? undefined, config, {
    fetch: backendFetch(settings),
    isAuthorizationTaken: () => mayHaveAuthorization(settings.requestInit),
  });
}

/** What a function gives is known too late. */
function mayHaveAuthorization(requestInit: BackendRequestInit | null): boolean {
  return typeof requestInit === 'function' || new Headers(requestInit?.headers).has('Authorization');
}

/**
 * Where the element's settings say that a session comes from.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createSource(settings: AvatarSettings): SessionSource | undefined {
  const { sessionSource, sessionEndpoint, ks, credentials, retryPolicy } = settings;
  if (sessionSource) return consented(settings, inTurn(settings, explained(settings, sessionSource)));
  if (sessionEndpoint !== null)
    return consented(
      settings,
      inTurn(
        settings,
        createEndpointSource({
          endpoint: sessionEndpoint,
          credentials,
          fetch: backendFetch(settings),
          retryPolicy: retryPolicy ?? undefined,
        }),
      ),
    );
  if (ks === null) throw endpointNeeded();
  if (!hasWarned) {
    hasWarned = true;
    settings
      .createLogger()
      .warn('ks is for prototypes: everybody who opens the page can read it. Use session-endpoint in production.');
  }
  return undefined;
}

/** For a visitor who may start soon. Of backends other than ours it would only be told that there is no such address. */
export async function getReady(access: BackendAccess & MaybeAsked): Promise<void> {
  const { sessionEndpoint } = access;
  if (sessionEndpoint !== null && (await hasAgreed(access)))
    await learnIceServers(sessionEndpoint, backendFetch(access));
}

/** The page's own function, as it is when it is asked. What it throws says where it comes from. */
function explained(settings: AvatarSettings, source: SessionSource): SessionSource {
  const explain: SessionSource = async (requested, options) => {
    try {
      return await (settings.sessionSource ?? source)(requested, options);
    } catch (cause) {
      throw toAvatarError(cause, 'API_REQUEST_FAILED', `sessionSource failed: ${String(cause)}`);
    }
  };
  return Object.assign(explain, source.givesOnce === undefined ? {} : { givesOnce: source.givesOnce });
}

/** With the ticket of a visitor who has waited. */
function inTurn({ remarks }: AvatarSettings, source: SessionSource): SessionSource {
  const ask: SessionSource = (requested, options) => {
    const { ticket } = remarks;
    return source(ticket === undefined ? requested : { ...requested, ticket }, options);
  };
  return Object.assign(ask, source.givesOnce === undefined ? {} : { givesOnce: source.givesOnce });
}

/** With each request, what the visitor has agreed to; the backend may ask for another version. */
function consented(settings: AvatarSettings, source: SessionSource): SessionSource {
  if (!settings.consent) return source;
  const ask: SessionSource = async (requested, options) => {
    const { consentOf } = await loadConsent(settings.createLogger(), options.signal);
    return consentOf(settings).having((consent) => source({ ...requested, consent }, options), options.signal);
  };
  return Object.assign(ask, source.givesOnce === undefined ? {} : { givesOnce: source.givesOnce });
}
