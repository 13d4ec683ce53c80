import { RequestProblem } from '../request-problem.js';
import type { Budgets } from '../sessions/budgets.js';
import type { OpenSession } from '../sessions/session-registry.js';
import { askedOf, type Addressee, type Answer, type Answering, type Asked, type Question } from './answering.js';
import type { AwaitedResults } from './awaited-results.js';
import type { Conversation, Conversations } from './conversations.js';
import { Filling, type Filler } from './filler.js';
import type { ChatMessage } from './hooks.js';
import type { Interruptions, QuestionTurn } from './interruptions.js';
import type { Speaking } from './speaking.js';

export interface RepliesOptions {
  answering: Answering;
  speaking: Speaking;
  budgets: Budgets;
  interruptions: Interruptions;
  conversations: Conversations;
  filler: Filler | undefined;
  awaited: AwaitedResults;
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
   * @throws {RequestProblem} 429: no more messages are answered now. 409: nobody waits for these results. 404: the conversation is
   * somebody else's.
   */
  async answer(session: OpenSession, question: Question): Promise<Answer> {
    const { speaking, budgets, interruptions, awaited, conversations } = this.#options;
    const { sessionId } = session;
    await budgets.charge(session.payers, { replies: 1 });
    const asked = await askedOf(question, awaited, sessionId);
    return interruptions.answer(sessionId, asked.message, question.signal, async (turn, tell) => {
      const [conversation] = await Promise.all([
        this.#conversationOf(session, asked),
        turn.wasSpeaking ? speaking.silence(session, { signal: turn.signal }) : undefined,
      ]);
      if (!conversation) return this.#answer(session, asked, { turn, tell, history: turn.history as ChatMessage[] });
      let content = '';
      const tellBoth = (text: string): void => {
        content += text;
        tell(text);
      };
      let isGone = false;
      try {
        return await this.#answer(session, asked, {
          ...{ turn, tell: tellBoth, history: conversation.history },
          conversationId: conversation.id,
        });
      } catch (error) {
        isGone = error instanceof RequestProblem && (error.status === 404 || error.status === 410);
        throw error;
      } finally {
        await (isGone ? conversations.takeBack(conversation) : conversations.answer(conversation, content));
      }
    });
  }

  async #conversationOf(
    session: OpenSession,
    { conversation: wish, message }: Asked,
  ): Promise<Conversation | undefined> {
    const { conversations } = this.#options;
    const conversation = wish && (await conversations.ask(wish, session, message));
    if (conversation) await conversations.noteIn(session.sessionId, conversation);
    return conversation;
  }

  /** @param tell Told of the answer, as the model wrote it for the visitor. */
  #answer(
    session: OpenSession,
    asked: Asked,
    {
      turn,
      tell,
      history,
      conversationId,
    }: { turn: QuestionTurn; tell: (text: string) => void; history: Addressee['history']; conversationId?: string },
  ): Promise<Answer> {
    const { answering, speaking, filler, awaited } = this.#options;
    const { sessionId, caller } = session;
    const { onLink, onFiller, language } = asked;
    let filling: Filling | undefined;
    return answering.answer(asked, {
      ...{
        context: { sessionId, conversationId, caller },
        history,
        signal: turn.signal,
        awaited,
        awaitedBy: sessionId,
      },
      onAsked: (signal) => {
        filling =
          filler &&
          new Filling(filler, signal, (words) => {
            onFiller?.(words.text);
            return speaking.sayWords({ ...session, turn: turn.number }, words, signal);
          });
      },
      onBegun: () => filling?.stop(),
      deliver: (words, { turnId, signal, ...delivery }) =>
        speaking.sayInTurn(session, words, turnId, {
          ...{ ...delivery, turn: { ...turn, signal }, speaker: 'reply', language, onWritten: tell },
          before: () => filling?.over(),
          ...(onLink ? { onLink } : {}),
        }),
    });
  }
}
