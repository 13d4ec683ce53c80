import { abortedError } from '../../core/errors.js';
import { IncomingText } from '../../core/speech/incoming-text.js';
import type { SpeakableInput } from '../../core/speech/speakable/speakable-text.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import { followSignals } from '../../core/abort-signals.js';
import type { HookAsker } from '../ask-hook.js';
import type { Budgets } from '../sessions/budgets.js';
import { scopesOf, type Caller, type Scope } from '../sessions/scopes.js';
import { askedOf, type Answer, type Answering, type Asked, type Delivery, type Question } from './answering.js';
import type { AwaitedResults } from './awaited-results.js';
import { problemIn, textIn } from './before-say.js';
import type { Conversation, Conversations, ConversationWish } from './conversations.js';
import type { BeforeSay, VisitorContext } from './hooks.js';
import { streamFilter } from './stream-filter.js';
import { UnderWay } from './under-way.js';

export interface WrittenRepliesOptions {
  answering: Answering;
  budgets: Budgets;
  conversations: Conversations;
  /** Of conversations. */
  awaited: AwaitedResults;
  asker: HookAsker;
  beforeSay: BeforeSay | undefined;
  speakable: SpeakableInput;
}

export interface WrittenQuestion extends Question {
  conversation: ConversationWish;
  /** Told once it is known which conversation this is. */
  onConversation?: (conversation: Conversation) => void;
}

/** Answers visitors in writing, with no session and no avatar: by the same hook, within the same limits. */
export class WrittenReplies {
  readonly #options: WrittenRepliesOptions;
  readonly #underWay = new UnderWay();

  constructor(options: WrittenRepliesOptions) {
    this.#options = options;
  }

  /**
   * Resolves to the whole answer. A new message of the same conversation stops the answer to the one before, where this process
   * gives it. What was answered until then, or until a failure, is remembered, as the model wrote it for the visitor.
   * @throws {RequestProblem} 429: no more messages are answered now. 409: nobody waits for these results. 404: the conversation is
   * somebody else's.
   */
  async answer(caller: Caller, { onConversation, ...question }: WrittenQuestion): Promise<Answer> {
    const { budgets, conversations, awaited } = this.#options;
    const payers = scopesOf(caller);
    await budgets.charge(payers, { replies: 1 });
    const id = await conversations.idOf(question.conversation);
    const asked = await askedOf(question, awaited, id);
    // What it had come to is remembered by then.
    await this.#underWay.stop(id);
    return this.#underWay.run(id, question.signal, async (signal) => {
      const { owner, id: name } = caller;
      const conversation = await conversations.ask(question.conversation, { owner, caller: name }, asked.message);
      onConversation?.(conversation);
      return this.#answer(asked, { conversation, context: { conversationId: id, caller: name }, payers, signal });
    });
  }

  async #answer(
    asked: Asked,
    {
      conversation,
      context,
      payers,
      signal,
    }: {
      conversation: Conversation;
      context: Omit<VisitorContext, 'signal'>;
      payers: readonly Scope[];
      signal: AbortSignal;
    },
  ): Promise<Answer> {
    const { answering, conversations, awaited } = this.#options;
    const { id, history } = conversation;
    let content = '';
    const onWritten = (text: string): void => void (content += text);
    try {
      return await answering.answer(asked, {
        ...{ context, history, signal, awaited, awaitedBy: id },
        deliver: (words, delivery) =>
          this.#write(words, { ...delivery, onLink: asked.onLink, onWritten, context, payers }),
      });
    } finally {
      await conversations.answer(conversation, content);
    }
  }

  /** Looked at sentence by sentence, as what is said. */
  async #write(
    words: SpeechInput,
    {
      turnId,
      signal,
      textLength,
      watch,
      onPiece,
      onLink,
      onWritten,
      context,
      payers,
    }: Delivery & {
      onLink: Question['onLink'];
      onWritten: (text: string) => void;
      context: Omit<VisitorContext, 'signal'>;
      payers: readonly Scope[];
    },
  ): Promise<void> {
    const { budgets, asker, beforeSay, speakable } = this.#options;
    const stop = new AbortController();
    const stopped = followSignals(signal, stop.signal);
    const filter = streamFilter(speakable, { textLength, onWritten, onLink, watch });
    // Where nobody has a say in it, it is written word by word.
    const text = new IncomingText(words, stopped, { filter, ...(beforeSay ? {} : { onPiece }) });
    let saidBefore = '';
    try {
      for (let chunk = await text.next(); chunk; chunk = await text.next()) {
        if (stopped.aborted) throw abortedError(stopped.reason);
        const { text: piece } = chunk;
        if (piece === '') continue;
        await budgets.charge(payers, { characters: piece.length });
        if (!beforeSay) continue;
        const facts = { ...context, turnId, speaker: 'reply', kind: 'text', saidBefore } as const;
        const ask = (until: AbortSignal): ReturnType<BeforeSay> => beforeSay(piece, { ...facts, signal: until });
        const wanted = piece.trim() === '' ? undefined : textIn(await asker.ask('beforeSay', stopped, ask));
        const written = wanted ?? piece;
        saidBefore += written;
        onPiece(written);
      }
      await text.whole();
    } catch (error) {
      stop.abort(error);
      throw problemIn(error);
    }
  }
}
