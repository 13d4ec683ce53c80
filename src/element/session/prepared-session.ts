import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { AvatarSettings } from '../settings/avatar-settings.js';
import { PREPARED_FOR, valuesOf } from '../settings/session-settings.js';
import { loadSession } from './load-session.js';

/** A session made ready for a start that has not come yet: its code, a connection and an offer, and nothing that costs. */
export class PreparedSession {
  readonly #host: AvatarSettings;
  #prepared: { session: KalturaAvatarSession; settings: string } | undefined;

  constructor(host: AvatarSettings) {
    this.#host = host;
  }

  /** What fails is told when the visitor starts. @param isWanted Asked again once the code is there. */
  async prepare(isWanted: () => boolean): Promise<void> {
    if (!isWanted()) return;
    const code = await loadSession().catch(() => undefined);
    if (!code || !isWanted()) return;
    try {
      const session = this.take() ?? code.createSession(this.#host);
      this.#prepared = { session, settings: valuesOf(this.#host, PREPARED_FOR) };
      await session.prepare();
    } catch {
      this.#prepared = undefined;
    }
  }

  /** The session, unless settings have changed that it was made ready for. */
  take(): KalturaAvatarSession | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared?.settings === valuesOf(this.#host, PREPARED_FOR)) return prepared.session;
    void prepared?.session.endSession();
    return undefined;
  }

  async close(): Promise<void> {
    await this.take()?.endSession();
  }
}
