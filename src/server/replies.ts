import type { Keyv } from 'keyv';

import { isAvatarError } from '../core/errors.js';
import { newTurnId } from '../core/speech/turn-id.js';
import type { ChatMessage, Reply } from './hooks.js';
import type { SessionRecord } from './session-registry.js';
import type { Speaking } from './speaking.js';
import type { AvatarStore } from './store/avatar-store.js';

/** Of a conversation the last messages are kept. */
const LONGEST_HISTORY = 40;

export interface ReplyOptions {
  turnId?: string | undefined;
  signal: AbortSignal;
  /** Told of each piece of the answer as it comes. */
  onText: (text: string) => void;
}

/** Answers what visitors say: the answer is spoken as it comes. */
export class Replies {
  readonly #reply: Reply;
  readonly #speaking: Speaking;
  readonly #histories: Keyv;
  readonly #now: () => number;

  constructor(reply: Reply, speaking: Speaking, store: AvatarStore, now: () => number) {
    this.#reply = reply;
    this.#speaking = speaking;
    this.#histories = store.values('histories');
    this.#now = now;
  }

  /** Resolves to the whole answer when it has been handed to the service. What was answered until a failure is remembered, too. */
  async answer(
    session: SessionRecord,
    message: string,
    { turnId = newTurnId(), signal, onText }: ReplyOptions,
  ): Promise<{ turnId: string; text: string }> {
    const { sessionId, owner, endsAt } = session;
    const history = (await this.#histories.get<ChatMessage[]>(sessionId)) ?? [];
    let text = '';
    try {
      const input = await this.#reply(message, { sessionId, caller: owner, history, signal });
      await this.#speaking.sayStream(session, input, turnId, {
        signal,
        onPiece: (piece) => {
          text += piece;
          onText(piece);
        },
      });
    } catch (error) {
      // Whoever asked is not to blame for what the hook gives.
      throw isAvatarError(error) && error.code === 'INVALID_INPUT'
        ? new Error('reply failed', { cause: error })
        : error;
    } finally {
      const answered: ChatMessage[] = text === '' ? [] : [{ role: 'assistant', content: text }];
      const kept = [...history, { role: 'user', content: message } as const, ...answered].slice(-LONGEST_HISTORY);
      await this.#histories.set(sessionId, kept, Math.max(1, endsAt - this.#now()));
    }
    return { turnId, text };
  }
}
