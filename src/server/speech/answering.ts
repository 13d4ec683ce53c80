import { followSignals } from '../../core/abort-signals.js';
import { isAvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import { withoutExtras, type Suggestions } from '../../core/speech/reply-pieces.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import type { TextLink } from '../../core/speech/text-link.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { HookAsker, HookWatch } from '../ask-hook.js';
import { RequestProblem } from '../request-problem.js';
import type { AvatarLimits } from '../sessions/limits.js';
import { AnswerExtras, type ToldAction } from './answer-extras.js';
import { messageOf, MOST_ROUNDS, type AwaitedResults, type ToldResult } from './awaited-results.js';
import type { ConversationWish } from './conversations.js';
import type { ChatMessage, Reply, VisitorContext } from './hooks.js';
import type { ActionResult, PageWord } from './page-word.js';

/** An answer that is longer has no end, in UTF-16 units: it would be spoken for an hour and more. */
const LONGEST_ANSWER = 100_000;

export interface Question {
  /** Empty where results take its place. */
  message: string;
  /** What came of the actions of the answer before. */
  results?: readonly ToldResult[] | undefined;
  /** What the page says along with it. */
  page?: PageWord | undefined;
  /** What the operator knows of who asks. */
  variables?: Readonly<Record<string, unknown>> | undefined;
  /** Which conversation it belongs to, where the page keeps one. */
  conversation?: ConversationWish | undefined;
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
  onSuggestions?: (suggestions: Suggestions) => void;
}

/** A question, as it is answered. */
export interface Asked extends Omit<Question, 'results'> {
  turnId: string;
  results: readonly ActionResult[] | undefined;
  /** How many answers since the visitor's message have waited for results. */
  round: number;
}

export interface Answer {
  turnId: string;
  /** As it was said. */
  text: string;
}

/** How the words of an answer are delivered. */
export interface Delivery {
  turnId: string;
  /** Aborts when the visitor has gone or said something new, or the hook is late. */
  signal: AbortSignal;
  textLength: number;
  watch: HookWatch;
  onPiece: (piece: string) => void;
}

/** Who is answered, and where to. */
export interface Addressee {
  context: Omit<VisitorContext, 'signal'>;
  /** What was said before. */
  history: readonly ChatMessage[];
  signal: AbortSignal;
  /** Told as soon as somebody is asked. Resolves where the answer was delivered. */
  deliver: (words: SpeechInput, delivery: Delivery) => Promise<void>;
  /** Told before the hook is asked, of what aborts with the answer; and again when it begins, or nobody gives one. */
  onAsked?: (signal: AbortSignal) => void;
  onBegun?: () => void;
  /** What of it waits for results. */
  awaited: AwaitedResults;
  awaitedBy: string;
}

export interface AnsweringOptions {
  reply: Reply;
  asker: HookAsker;
  limits: AvatarLimits;
  logger: Logger;
}

/** Has the `reply` hook answer, wherever its answer goes. */
export class Answering {
  readonly #options: AnsweringOptions;

  constructor(options: AnsweringOptions) {
    this.#options = options;
  }

  /** Resolves to the whole answer when it was delivered. What failed, whoever asked is not to blame for what the hook gives. */
  async answer(
    { message, turnId, language, variables, page, results, round, onText, ...told }: Asked,
    { context, history, signal, deliver, onAsked, onBegun, awaited, awaitedBy }: Addressee,
  ): Promise<Answer> {
    const { reply, asker, limits, logger } = this.#options;
    let text = '';
    const stop = new AbortController();
    const stopped = followSignals(signal, stop.signal);
    const word = offered(page, round);
    const extras = new AnswerExtras(told, logger, word.actions);
    let watch: HookWatch | undefined;
    onAsked?.(stopped);
    try {
      const before = newestOf(history, limits.historyLength);
      const input = await asker.ask('reply', stopped, (until) =>
        reply(message, { ...context, history: before, language, variables, signal: until, ...word, results }),
      );
      watch = asker.watch('reply', stop);
      const words = withoutExtras(input, (extra) => {
        watch?.renew();
        extras.take(extra);
      });
      const onPiece = (piece: string): void => {
        onBegun?.();
        text += piece;
        onText(piece);
      };
      const delivered = deliver(words, { turnId, signal: stopped, textLength: LONGEST_ANSWER, watch, onPiece });
      await delivered.catch((error: unknown) => {
        // Actions may say enough.
        if (!(extras.isAny && text === '' && isNothingToSay(error))) throw error;
      });
      await awaited.await(awaitedBy, extras.awaited, round);
    } catch (error) {
      throw isHooksFault(error) ? new Error('reply failed', { cause: error }) : error;
    } finally {
      onBegun?.();
      watch?.stop();
    }
    return { turnId, text };
  }
}

/** What came of actions is asked about as a message is. @throws {RequestProblem} 409: nobody waits for these results. */
export async function askedOf(
  { results: told, turnId = newTurnId(), ...question }: Question,
  awaited: AwaitedResults,
  awaitedBy: string,
): Promise<Asked> {
  if (!told) return { ...question, turnId, results: undefined, round: 0 };
  const { results, round } = await awaited.take(awaitedBy, told);
  return { ...question, turnId, message: messageOf(results), results, round };
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
