import type { TextLink } from '../../core/speech/text-link.js';
import { followSignals } from '../../core/abort-signals.js';
import { isAvatarError } from '../../core/errors.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { HookAsker, HookWatch } from '../ask-hook.js';
import { RequestProblem } from '../request-problem.js';
import type { ChatMessage, Reply } from './hooks.js';
import { Filling, type Filler } from './filler.js';
import type { Interruptions, QuestionTurn } from './interruptions.js';
import type { Budgets } from '../sessions/budgets.js';
import type { AvatarLimits } from '../sessions/limits.js';
import type { OpenSession } from '../sessions/session-registry.js';
import type { Speaking } from './speaking.js';

/** An answer that is longer has no end, in UTF-16 units: it would be spoken for an hour and more. */
const LONGEST_ANSWER = 100_000;

export interface RepliesOptions {
  reply: Reply;
  asker: HookAsker;
  speaking: Speaking;
  budgets: Budgets;
  interruptions: Interruptions;
  limits: AvatarLimits;
  filler: Filler | undefined;
}

export interface Question {
  message: string;
  turnId?: string | undefined;
  /** That the visitor speaks, as far as it is known. */
  language?: string | undefined;
  signal: AbortSignal;
  /** Told of each piece of the answer as it can be said. */
  onText: (text: string) => void;
  /** Told of each link of the answer, before the piece that its words are in. */
  onLink?: (link: TextLink) => void;
  /** Told of what is said while there is no answer yet. */
  onFiller?: (text: string) => void;
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
   * @throws {RequestProblem} 429: no more messages are answered now.
   */
  async answer(session: OpenSession, question: Question): Promise<Answer> {
    const { speaking, budgets, interruptions } = this.#options;
    await budgets.charge(session.payers, { replies: 1 });
    return interruptions.answer(session.sessionId, question.message, question.signal, async (turn, tell) => {
      if (turn.wasSpeaking) await speaking.silence(session, { signal: turn.signal });
      return this.#answer(session, question, turn, tell);
    });
  }

  /** @param tell Told of the answer, as the model wrote it for the visitor. */
  async #answer(
    session: OpenSession,
    { message, turnId = newTurnId(), language, onText, onLink, onFiller }: Question,
    turn: QuestionTurn,
    tell: (text: string) => void,
  ): Promise<Answer> {
    const { reply, asker, speaking, limits, filler } = this.#options;
    const { sessionId, caller } = session;
    let text = '';
    const stop = new AbortController();
    const stopped = followSignals(turn.signal, stop.signal);
    let watch: HookWatch | undefined;
    const filling =
      filler &&
      new Filling(filler, stopped, (words) => {
        onFiller?.(words.text);
        return speaking.sayWords({ ...session, turn: turn.number }, words, stopped);
      });
    try {
      const history = newestOf(turn.history as ChatMessage[], limits.historyLength);
      const input = await asker.ask('reply', stopped, (signal) =>
        reply(message, { sessionId, caller, history, language, signal }),
      );
      watch = asker.watch('reply', stop);
      await speaking.sayInTurn(session, input, turnId, {
        ...{ turn: { ...turn, signal: stopped }, speaker: 'reply', textLength: LONGEST_ANSWER, watch },
        before: () => filling?.over(),
        onPiece: (piece) => {
          filling?.stop();
          text += piece;
          onText(piece);
        },
        onWritten: tell,
        ...(onLink ? { onLink } : {}),
      });
    } catch (error) {
      // Whoever asked is not to blame for what the hook gives.
      throw isHooksFault(error) ? new Error('reply failed', { cause: error }) : error;
    } finally {
      filling?.stop();
      watch?.stop();
    }
    return { turnId, text };
  }
}

/** As many of the newest messages as may be told; long answers are cut. */
function newestOf(messages: readonly ChatMessage[], length: number): ChatMessage[] {
  const newest: ChatMessage[] = [];
  let left = length;
  for (const { role, content } of messages.toReversed()) {
    // An answer leaves room for what was asked.
    const cut = role === 'assistant' ? content.slice(0, Math.ceil(length / 2)) : content;
    left -= cut.length;
    if (left < 0) break;
    newest.unshift({ role, content: cut });
  }
  // Models want a conversation that the visitor begins.
  const first = newest.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : newest.slice(first);
}

function isHooksFault(error: unknown): boolean {
  if (error instanceof RequestProblem) return error.status === 413;
  return isAvatarError(error) && error.code === 'INVALID_INPUT';
}
