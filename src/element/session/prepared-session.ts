import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { AvatarSettings } from '../settings/avatar-settings.js';
import { hasAgreed } from '../consent/load-consent.js';
import { PREPARED_FOR, valuesOf } from '../settings/session-settings.js';

/** A session made ready for a start that has not come yet: a connection and an offer, and nothing that costs. */
export class PreparedSession {
  readonly #host: AvatarSettings;
  readonly #create: () => KalturaAvatarSession;
  #attempt: symbol | undefined;
  #prepared: { session: KalturaAvatarSession; settings: string } | undefined;

  constructor(host: AvatarSettings, create: () => KalturaAvatarSession) {
    this.#host = host;
    this.#create = create;
  }

  /** What fails is told when the visitor starts. */
  async prepare(): Promise<void> {
    const attempt = (this.#attempt = Symbol());
    if (this.#host.consent && !(await hasAgreed(this.#host))) return;
    // It has been started meanwhile.
    if (this.#attempt !== attempt) return;
    try {
      const session = this.take() ?? this.#create();
      this.#prepared = { session, settings: valuesOf(this.#host, PREPARED_FOR) };
      await session.prepare();
    } catch {
      this.#prepared = undefined;
    }
  }

  /** The session, unless settings have changed that it was made ready for. */
  take(): KalturaAvatarSession | undefined {
    const prepared = this.#prepared;
    this.#prepared = this.#attempt = undefined;
    if (prepared?.settings === valuesOf(this.#host, PREPARED_FOR)) return prepared.session;
    void prepared?.session.endSession();
    return undefined;
  }

  async close(): Promise<void> {
    await this.take()?.endSession();
  }
}
