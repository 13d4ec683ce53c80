import { isAvatarError } from '../../core/errors.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { ChatMessage, Reply } from './hooks.js';
import type { Interruptions } from './interruptions.js';
import type { SessionRecord } from '../sessions/session-registry.js';
import type { Speaking } from './speaking.js';
import type { AvatarStore, Values } from '../store/avatar-store.js';

/** Of a conversation the last messages are kept. */
const LONGEST_HISTORY = 40;

export interface RepliesOptions {
  reply: Reply;
  speaking: Speaking;
  interruptions: Interruptions;
  store: AvatarStore;
  now: () => number;
}

export interface Question {
  message: string;
  turnId?: string | undefined;
  signal: AbortSignal;
  /** Told of each piece of the answer as it can be said. */
  onText: (text: string) => void;
}

export interface Answer {
  turnId: string;
  /** As it was said. */
  text: string;
}

/** Answers what visitors say: the answer is spoken as it comes. */
export class Replies {
  readonly #options: RepliesOptions;
  readonly #histories: Values;

  constructor(options: RepliesOptions) {
    this.#options = options;
    this.#histories = options.store.values('histories');
  }

  /**
   * Resolves to the whole answer when it has been handed to the service. A new message, or an interrupt, stops the answer to
   * the one before. What was answered until then, or until a failure, is remembered, as the model wrote it for the visitor.
   */
  async answer(session: SessionRecord, question: Question): Promise<Answer> {
    const { speaking, interruptions } = this.#options;
    const { sessionId } = session;
    if (interruptions.interrupt(sessionId)) await speaking.interrupt(session, { signal: question.signal });
    return interruptions.run(sessionId, question.signal, (signal) => this.#answer(session, { ...question, signal }));
  }

  async #answer(session: SessionRecord, { message, turnId = newTurnId(), signal, onText }: Question): Promise<Answer> {
    const { reply, speaking } = this.#options;
    const { sessionId, caller } = session;
    const history = (await this.#histories.get<ChatMessage[]>(sessionId)) ?? [];
    let text = '';
    let written = '';
    try {
      const input = await reply(message, { sessionId, caller, history, signal });
      await speaking.sayStream(session, input, turnId, {
        signal,
        onPiece: (piece) => {
          text += piece;
          onText(piece);
        },
        onWritten: (piece) => (written += piece),
      });
    } catch (error) {
      // Whoever asked is not to blame for what the hook gives.
      throw isAvatarError(error) && error.code === 'INVALID_INPUT'
        ? new Error('reply failed', { cause: error })
        : error;
    } finally {
      await this.#remember(session, [
        ...history,
        { role: 'user', content: message },
        ...(written === '' ? [] : [{ role: 'assistant', content: written } as const]),
      ]);
    }
    return { turnId, text };
  }

  async #remember({ sessionId, endsAt }: SessionRecord, messages: ChatMessage[]): Promise<void> {
    const last = messages.slice(-LONGEST_HISTORY);
    // Models want a conversation that the visitor begins.
    const kept = last.slice(last.findIndex(({ role }) => role === 'user'));
    await this.#histories.set(sessionId, kept, Math.max(1, endsAt - this.#options.now()));
  }
}
