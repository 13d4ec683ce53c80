import { AvatarError } from '../core/errors.js';
import type { KalturaAvatarSession } from '../session/kaltura-avatar-session.js';
import type { createEndpointSource } from '../session/session-source.js';

/** What only a page whose visitor starts the avatar needs. */
export interface SessionCode {
  KalturaAvatarSession: typeof KalturaAvatarSession;
  createEndpointSource: typeof createEndpointSource;
}

let loading: Promise<SessionCode> | undefined;

/**
 * Loads the session's code, once for all elements of the page.
 * @throws {AvatarError} `NETWORK`
 */
export function loadSession(): Promise<SessionCode> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new AvatarError('NETWORK', 'The avatar’s code could not be loaded. Check the connection and try again.', {
      cause,
    });
  });
  return loading;
}

async function load(): Promise<SessionCode> {
  const [{ KalturaAvatarSession }, { createEndpointSource }] = await Promise.all([
    import('../session/kaltura-avatar-session.js'),
    import('../session/session-source.js'),
  ]);
  return { KalturaAvatarSession, createEndpointSource };
}
