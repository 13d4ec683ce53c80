import type { SayTextCall } from '../../core/protocol.js';
import type { OpenSession } from '../sessions/session-registry.js';
import type { SessionStore } from '../store/session-store.js';

/** The turns whose text is still coming: an empty text may close one of these, and no other. */
export class OpenTurns {
  readonly #sessions: SessionStore;

  constructor(sessions: SessionStore) {
    this.#sessions = sessions;
  }

  has({ openTurns }: OpenSession, turnId: string): boolean {
    return openTurns.includes(turnId);
  }

  /** The service has taken a text of a turn. */
  async taken(session: OpenSession, { turnId, isFinal }: SayTextCall): Promise<void> {
    if (this.has(session, turnId) === isFinal) await this.#sessions.setTurnOpen(session.sessionId, turnId, !isFinal);
  }
}
