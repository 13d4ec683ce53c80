import type { SayTextCall } from '../../core/protocol.js';
import type { SessionRecord } from '../sessions/session-registry.js';
import type { AvatarStore, Values } from '../store/avatar-store.js';

/** Of each session so many turns are remembered that wait for more text; pages say one at a time. */
const MOST_TURNS = 5;

/** Of so many sessions this process remembers what the store holds, to save it a call for each text. */
const MOST_SESSIONS = 1000;

/** The turns whose text is still coming: an empty text may close one of these, and no other. */
export class OpenTurns {
  readonly #turns: Values;
  readonly #now: () => number;
  /** As this process saw it last; another may have changed it since. */
  readonly #seen = new Map<string, readonly string[]>();

  constructor(store: AvatarStore, now: () => number) {
    this.#turns = store.values('open-turns');
    this.#now = now;
  }

  async has({ sessionId }: SessionRecord, turnId: string): Promise<boolean> {
    return (await this.#read(sessionId)).includes(turnId);
  }

  /** The service has taken a text of a turn. */
  async taken(session: SessionRecord, { turnId, isFinal }: SayTextCall): Promise<void> {
    const { sessionId, endsAt } = session;
    const isKnown = this.#seen.get(sessionId)?.includes(turnId) ?? false;
    if (isKnown !== isFinal) return;
    const others = (await this.#read(sessionId)).filter((id) => id !== turnId);
    const open = isFinal ? others : [...others, turnId].slice(-MOST_TURNS);
    await this.#turns.set(sessionId, open, Math.max(1, endsAt - this.#now()));
    this.#remember(sessionId, open);
  }

  async #read(sessionId: string): Promise<readonly string[]> {
    const open = (await this.#turns.get<string[]>(sessionId)) ?? [];
    this.#remember(sessionId, open);
    return open;
  }

  #remember(sessionId: string, open: readonly string[]): void {
    this.#seen.delete(sessionId);
    if (open.length > 0) this.#seen.set(sessionId, open);
    const [oldest = ''] = this.#seen.keys();
    if (this.#seen.size > MOST_SESSIONS) this.#seen.delete(oldest);
  }
}
