import { checkOptions, type AvatarBackendOptions } from './options.js';
import { createRoutes } from './routes.js';
import { Sessions } from './sessions.js';

/** Opens sessions with a KS that never leaves it, and relays the calls on them. */
export interface AvatarBackend {
  /**
   * Answers, below any path of its host: `POST …/session`,
   * `POST …/session/:id/{say-text,say-audio,interrupt,keep-alive,end}` and `GET …/health`.
   */
  fetch(request: Request): Promise<Response>;
  /** Ends on the service all sessions that are kept here, as far as that goes within 10 s. Idempotent. */
  close(): Promise<void>;
}

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option and what it should be. */
export function createAvatarBackend(options: AvatarBackendOptions): AvatarBackend {
  const settings = checkOptions(options);
  const sessions = new Sessions(settings);
  const routes = createRoutes(settings, sessions);
  return {
    fetch: async (request) => routes.fetch(request),
    close: () => sessions.close(),
  };
}
