import { isAvatarError } from '../../core/errors.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { ChatMessage, Reply } from './hooks.js';
import type { Interruptions, QuestionTurn } from './interruptions.js';
import type { OpenSession } from '../sessions/session-registry.js';
import type { Speaking } from './speaking.js';

export interface RepliesOptions {
  reply: Reply;
  speaking: Speaking;
  interruptions: Interruptions;
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

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  /**
   * Resolves to the whole answer when it has been handed to the service. A new message, or an interrupt, stops the answer to
   * the one before. What was answered until then, or until a failure, is remembered, as the model wrote it for the visitor.
   */
  answer(session: OpenSession, question: Question): Promise<Answer> {
    const { speaking, interruptions } = this.#options;
    return interruptions.answer(session.sessionId, question.message, question.signal, async (turn, tell) => {
      if (turn.wasSpeaking) await speaking.silence(session, { signal: turn.signal });
      return this.#answer(session, question, turn, tell);
    });
  }

  /** @param tell Told of the answer, as the model wrote it for the visitor. */
  async #answer(
    session: OpenSession,
    { message, turnId = newTurnId(), onText }: Question,
    turn: QuestionTurn,
    tell: (text: string) => void,
  ): Promise<Answer> {
    const { reply, speaking } = this.#options;
    const { sessionId, caller } = session;
    let text = '';
    try {
      const history = fromVisitor(turn.history as ChatMessage[]);
      const input = await reply(message, { sessionId, caller, history, signal: turn.signal });
      await speaking.sayInTurn(session, input, turnId, {
        turn,
        onPiece: (piece) => {
          text += piece;
          onText(piece);
        },
        onWritten: tell,
      });
    } catch (error) {
      // Whoever asked is not to blame for what the hook gives.
      throw isAvatarError(error) && error.code === 'INVALID_INPUT'
        ? new Error('reply failed', { cause: error })
        : error;
    }
    return { turnId, text };
  }
}

/** Models want a conversation that the visitor begins. */
function fromVisitor(history: readonly ChatMessage[]): readonly ChatMessage[] {
  return history.slice(
    Math.max(
      0,
      history.findIndex(({ role }) => role === 'user'),
    ),
  );
}
