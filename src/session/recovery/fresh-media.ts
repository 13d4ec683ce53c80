import { isSessionOver } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import type { ClientInit } from '../../core/protocol.js';
import type { Connector, OpenSession } from '../connector.js';

/** A relay's credentials do not last: those that are older are asked for again, in milliseconds. */
const OLD_MS = 10 * 60_000;

/** Where a session's media is, and since when that is known. */
export class FreshMedia {
  readonly #wallClock: () => number;
  readonly #logger: Logger;
  #knownAt: number;

  /** @param wallClock Milliseconds on a clock that also runs while the machine sleeps. */
  constructor(wallClock: () => number, logger: Logger) {
    this.#wallClock = wallClock;
    this.#logger = logger;
    this.#knownAt = wallClock();
  }

  /** Another session has been opened. */
  renewed(): void {
    this.#knownAt = this.#wallClock();
  }

  /**
   * What is known, or what the service says now, where the relay's credentials are old and the page may ask. init-client is
   * best called once per session, so that it is not asked for anything else.
   * @throws {AvatarError} `SESSION_NOT_FOUND`, `SESSION_GONE`, `ABORTED`
   */
  async of({ grant, media }: OpenSession, connector: Connector, signal: AbortSignal): Promise<ClientInit> {
    if (this.#wallClock() - this.#knownAt < OLD_MS || !connector.canAskForRelay(grant, media)) return media;
    try {
      const fresh = await connector.initClient(grant, signal);
      this.renewed();
      return fresh;
    } catch (error) {
      if (signal.aborted || isSessionOver(error)) throw error;
      this.#logger.debug('The service gives no new credentials for the relay', error);
      return media;
    }
  }
}
