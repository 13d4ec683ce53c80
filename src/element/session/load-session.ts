import { notLoaded } from '../../core/not-loaded.js';
import type {
  agreed,
  createSession,
  createSource,
  getReady,
  PreparedSession,
  untilActivated,
  withdrawConsent,
} from './session-choice.js';

/** What only a page whose visitor starts the avatar needs. */
export interface SessionCode {
  agreed: typeof agreed;
  createSession: typeof createSession;
  createSource: typeof createSource;
  getReady: typeof getReady;
  PreparedSession: typeof PreparedSession;
  untilActivated: typeof untilActivated;
  withdrawConsent: typeof withdrawConsent;
}

let loading: Promise<SessionCode> | undefined;

/**
 * Loads the session's code, once for all elements of the page.
 * @throws {AvatarError} `NETWORK`
 */
export function loadSession(): Promise<SessionCode> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw notLoaded('The avatar’s code', cause);
  });
  return loading;
}

async function load(): Promise<SessionCode> {
  // The first needs the others, which would otherwise be asked for only once it is there.
  const [code] = await Promise.all([
    import('./session-choice.js'),
    import('../backend/backend-fetch.js'),
    import('../../session/kaltura-avatar-session.js'),
  ]);
  return code;
}
