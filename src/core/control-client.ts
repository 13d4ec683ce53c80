import { resolveBaseUrl, type ServiceLocation } from './base-url.js';
import type { OnLateSession } from './create-session.js';
import { notLoaded } from './not-loaded.js';
import type { AvatarChoice, SessionCredentials } from './protocol.js';
import { SessionControl, type CallOptions, type Transport } from './session-control.js';

export interface ControlClientOptions extends Transport, ServiceLocation {
  /** The path of create below `baseUrl`; some deployments create at the base path itself. Default `/create`. */
  createPath?: '/create' | '';
  /** The name of the avatar's id within `visualConfig`; the live service takes `id`, its reference pages say `avatarId`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
}

export interface CreateOptions extends CallOptions {
  /** Default: the session is ended as soon as it is open. */
  onLate?: OnLateSession;
}

/** The Control API: opens sessions with a KS, and gives each one's calls. */
export class ControlClient {
  readonly #options: ControlClientOptions;
  readonly #baseUrl: string;

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL, or `region` none of the service's. */
  constructor(options: ControlClientOptions = {}) {
    this.#options = options;
    this.#baseUrl = resolveBaseUrl(options);
  }

  /**
   * Opens a session, which costs money until it is ended. The time limit and the signal end the wait, not the request: the
   * service may have opened one by then. Tried again only after an answer that says that none was opened.
   *
   * @param ks A Kaltura Session. Only a server should have one.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `CAPACITY` (429) and those of every request.
   */
  async create(ks: string, choice: AvatarChoice, { signal, onLate }: CreateOptions = {}): Promise<SessionCredentials> {
    // Pages that have a backend do without.
    const { createSession } = await import('./create-session.js').catch((cause: unknown) => {
      throw notLoaded('What opens a session', cause);
    });
    const endQuietly: OnLateSession = (late) => void this.#endQuietly(late);
    return createSession(ks, choice, {
      ...this.#options,
      url: this.#baseUrl + (this.#options.createPath ?? '/create'),
      signal,
      onLate: onLate ?? endQuietly,
    });
  }

  /** The calls of a session that is open. */
  session({ sessionId, token }: SessionCredentials): SessionControl {
    return new SessionControl({ ...this.#options, url: `${this.#baseUrl}/${encodeURIComponent(sessionId)}`, token });
  }

  async #endQuietly(late: Promise<SessionCredentials>): Promise<void> {
    try {
      await this.session(await late).end();
    } catch {
      // None was opened, or it ends by itself.
    }
  }
}
