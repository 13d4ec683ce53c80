import type { TextLink } from '../../core/speech/text-link.js';
import { followSignals } from '../../core/abort-signals.js';
import { isAvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import { withoutExtras } from '../../core/speech/reply-pieces.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { HookAsker, HookWatch } from '../ask-hook.js';
import { RequestProblem } from '../request-problem.js';
import { AnswerExtras, type ToldAction } from './answer-extras.js';
import { messageOf, MOST_ROUNDS, type AwaitedResults, type ToldResult } from './awaited-results.js';
import type { ChatMessage, Reply } from './hooks.js';
import type { ActionResult, PageWord } from './page-word.js';
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
  awaited: AwaitedResults;
  logger: Logger;
}

export interface Question {
  /** Empty where results take its place. */
  message: string;
  /** What came of the actions of the answer before. */
  results?: readonly ToldResult[] | undefined;
  /** What the page says along with it. */
  page?: PageWord | undefined;
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
  /** Told of each action of the answer, after the pieces that are before it. */
  onAction?: (action: ToldAction) => void;
  /** Told of what the visitor may want to say next. */
  onSuggestions?: (suggestions: readonly string[]) => void;
}

/** A question, as it is answered. */
type Asked = Omit<Question, 'results'> & { results: readonly ActionResult[] | undefined; round: number };

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
   * @throws {RequestProblem} 429: no more messages are answered now. 409: nobody waits for these results.
   */
  async answer(session: OpenSession, question: Question): Promise<Answer> {
    const { speaking, budgets, interruptions } = this.#options;
    await budgets.charge(session.payers, { replies: 1 });
    const asked = await this.#asked(session.sessionId, question);
    return interruptions.answer(session.sessionId, asked.message, question.signal, async (turn, tell) => {
      if (turn.wasSpeaking) await speaking.silence(session, { signal: turn.signal });
      return this.#answer(session, asked, turn, tell);
    });
  }

  /** What came of actions is asked about as a message is. */
  async #asked(sessionId: string, { results: told, ...question }: Question): Promise<Asked> {
    if (!told) return { ...question, results: undefined, round: 0 };
    const { results, round } = await this.#options.awaited.take(sessionId, told);
    return { ...question, message: messageOf(results), results, round };
  }

  /** @param tell Told of the answer, as the model wrote it for the visitor. */
  async #answer(
    session: OpenSession,
    { message, turnId = newTurnId(), language, page, results, round, onText, onLink, onFiller, ...told }: Asked,
    turn: QuestionTurn,
    tell: (text: string) => void,
  ): Promise<Answer> {
    const { reply, asker, speaking, limits, filler, awaited } = this.#options;
    const { sessionId, caller } = session;
    let text = '';
    const stop = new AbortController();
    const stopped = followSignals(turn.signal, stop.signal);
    let watch: HookWatch | undefined;
    const word = offered(page, round);
    const extras = new AnswerExtras(told, this.#options.logger, word.actions);
    const filling =
      filler &&
      new Filling(filler, stopped, (words) => {
        onFiller?.(words.text);
        return speaking.sayWords({ ...session, turn: turn.number }, words, stopped);
      });
    try {
      const history = newestOf(turn.history as ChatMessage[], limits.historyLength);
      const input = await asker.ask('reply', stopped, (signal) =>
        reply(message, { ...{ sessionId, caller, history, language, signal }, ...word, results }),
      );
      watch = asker.watch('reply', stop);
      const words = withoutExtras(input, (extra) => {
        watch?.renew();
        extras.take(extra);
      });
      const said = speaking.sayInTurn(session, words, turnId, {
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
      await said.catch((error: unknown) => {
        // Actions may say enough.
        if (!(extras.isAny && text === '' && isNothingToSay(error))) throw error;
      });
      await awaited.await(sessionId, extras.awaited, round);
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

/** After many answers in a row that wanted to know what comes of actions, none are offered any more. */
function offered(page: PageWord | undefined, round: number): PageWord {
  return round < MOST_ROUNDS ? { ...page } : { ...page, actions: undefined };
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

function isNothingToSay(error: unknown): boolean {
  return isAvatarError(error) && error.code === 'INVALID_INPUT' && error.cause === undefined;
}

function isHooksFault(error: unknown): boolean {
  if (error instanceof RequestProblem) return error.status === 413;
  return isAvatarError(error) && error.code === 'INVALID_INPUT';
}
