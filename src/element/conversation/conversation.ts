import { anySignal, throwIfAborted } from '../../core/abort-signals.js';
import { abandonable } from '../../core/abandon.js';
import { AvatarError, toAvatarError } from '../../core/errors.js';
import { logError } from '../../core/logger.js';
import { withoutExtras, type ReplyExtra } from '../../core/speech/reply-pieces.js';
import { isOpen, type AvatarState } from '../avatar-state.js';
import { assertAnswerable, getReady } from './get-ready.js';
import { AvatarErrorEvent } from '../events/error-event.js';
import { AnswerActions } from './actions/answer-actions.js';
import type { ActionResult } from './actions/perform.js';
import { loadBuiltIns } from './actions/built-ins.js';
import { forgetKept } from './kept-conversation.js';
import { writeAnswer } from './written-answer.js';
import { waitForTurn } from './actions/turn-cues.js';
import { setActivity } from './activity.js';
import { asStream, until } from './answer-stream.js';
import { answerByBackend, type Asked } from './backend-answer.js';
import { transcribe } from './transcribe.js';
import type { SpokenMessage } from './spoken-message.js';
import { suggest } from './suggestions.js';
import type { ConversationHost } from './conversation-host.js';
import { AvatarMessageEvent, type MessageVia } from '../events/message-event.js';

export interface SendOptions {
  /** Default `text`. */
  via?: MessageVia;
  /** It is now handed to those who answer; until then it was only on its way. */
  onTaken?: () => void;
  /** The answer begins. */
  onAnswer?: () => void;
  /** Told of failures that the element itself does not show. */
  onFailure?: (error: AvatarError) => void;
}

export interface SendSpokenOptions extends Omit<SendOptions, 'via'> {
  /** Told of what was understood, before it is answered; of an empty text where nothing was said, which nobody answers. */
  onHeard?: (text: string) => void;
}

const IS_OVER: Partial<Record<AvatarState, true>> = { idle: true, ended: true, error: true };

const conversations = new WeakMap<ConversationHost, Conversation>();

/** The one conversation of an element: a message stops the answer to the one before, wherever it came from. */
export function conversationOf(host: ConversationHost): Conversation {
  const conversation = conversations.get(host) ?? new Conversation(host);
  conversations.set(host, conversation);
  return conversation;
}

/** Takes what the visitor says to those who answer it, and their answer to the avatar. Works without anything to see. */
export class Conversation {
  readonly #host: ConversationHost;
  #answering: AbortController | undefined;
  /** An answer was asked for that was not heard to its end yet. */
  #isUnheard = false;
  /** The page has answered the last message itself. */
  #isAnsweredByPage = false;
  /** The last message, where nothing came of it: sent again, it is still one. */
  #unanswered: string | undefined;
  /** What the answer at hand has the page do. */
  #actions: AnswerActions | undefined;

  constructor(host: ConversationHost) {
    this.#host = host;
    host.addEventListener('avatar-state-change', ({ state }) => {
      if (!IS_OVER[state]) return;
      this.#isUnheard = false;
      this.#answering?.abort(new AvatarError('ABORTED', 'The session is over.'));
      this.#actions?.drop();
      setActivity(host, { thinking: false });
    });
    // The backend forgets what it knows by a session; without one it has to be told.
    const forget = (): void => {
      this.stop();
      void forgetKept(host);
    };
    host.addEventListener('avatar-consent', ({ given }) => given || forget());
    host.transcriptLog.onChange(() => host.transcriptLog.entries.length > 0 || forget());
    host.addEventListener('avatar-speaking-start', () => setActivity(host, { thinking: false }));
    host.addEventListener('avatar-speaking-end', () => (this.#isUnheard &&= this.#answering !== undefined));
  }

  /**
   * Sends a message; starts the avatar where it has to. Resolves when the whole answer was handed to the avatar, or at once
   * where the page answers by itself.
   * @throws {AvatarError}
   */
  async send(message: string, { via = 'text', ...options }: SendOptions = {}): Promise<void> {
    const text = checked(message);
    if (!this.#take(text, via)) return;
    await this.#exchange(options, (signal, onPiece) =>
      this.#host.reply
        ? this.#answerHere(text, signal, onPiece, options.onFailure)
        : this.#told(() => this.#askBackend({ message: text, signal, onPiece }), options.onFailure),
    );
  }

  /**
   * Sends what the visitor has said, as it was recorded: the backend writes it down and answers it at once. Otherwise as
   * {@link send}.
   * @throws {AvatarError}
   */
  async sendSpoken(spoken: SpokenMessage, { onHeard, ...options }: SendSpokenOptions = {}): Promise<void> {
    // A backend would have begun to answer what the page may answer itself.
    if (this.#host.reply || this.#isAnsweredByPage) {
      const heard = await this.transcribe(spoken, options);
      const text = heard === '' ? '' : [spoken.before, heard].filter(Boolean).join(' ');
      onHeard?.(text);
      if (text !== '') await this.send(text, { ...options, via: 'voice' });
      return;
    }
    let isTaken = false;
    await this.#exchange(options, async (signal, onPiece) => {
      const answeredHere = new AbortController();
      const take = (text: string): void => {
        // Where it was sent twice, for the session was gone, it is still one message.
        if (!isTaken) onHeard?.(text);
        const isOurs = isTaken || text === '' || this.#take(text, 'voice');
        isTaken = true;
        if (isOurs) return;
        answeredHere.abort();
        void this.#host.interrupt().catch(() => undefined); // Told by avatar-error.
      };
      const until = anySignal(signal, answeredHere.signal);
      await this.#told(
        () => this.#askBackend({ message: spoken, signal: until, onPiece, onHeard: take }),
        options.onFailure,
      ).catch((error: unknown) => {
        if (!answeredHere.signal.aborted) throw error;
      });
    });
  }

  /**
   * What was said in a recording; empty where nothing was.
   * @throws {AvatarError}
   */
  async transcribe(spoken: SpokenMessage, { onFailure }: Pick<SendOptions, 'onFailure'> = {}): Promise<string> {
    if (this.#host.mode !== 'text' && !isOpen(this.#host.state)) await this.#host.start();
    return this.#told(() => transcribe(this.#host, spoken), onFailure);
  }

  /** One message and its answer. */
  async #exchange(
    { onTaken, onAnswer, onFailure }: Omit<SendOptions, 'via'>,
    answer: (signal: AbortSignal, onPiece: () => void) => Promise<void>,
    interrupted = this.interrupt(),
  ): Promise<void> {
    const host = this.#host;
    const answering = (this.#answering = new AbortController());
    const { signal } = answering;
    const progress = { isAnswered: false };
    const onPiece = (): void => {
      progress.isAnswered = true;
      this.#unanswered = undefined;
      // The silence between two answers may be too short to be one.
      if (host.speaking || host.mode === 'text') setActivity(host, { thinking: false });
      onAnswer?.();
    };
    try {
      await this.#told(() => assertAnswerable(host), onFailure);
      await interrupted;
      throwIfAborted(signal);
      await getReady(host, signal);
      this.#isUnheard = true;
      setActivity(host, { thinking: true });
      suggest(host, undefined);
      onTaken?.();
      await answer(signal, onPiece);
    } finally {
      const isLast = this.#answering === answering;
      if (isLast) this.#answering = undefined;
      if (isLast && !progress.isAnswered) setActivity(host, { thinking: false });
    }
  }

  #askBackend(asked: Omit<Asked, 'actions'>): Promise<void> {
    this.#actions?.drop();
    const onResults = (results: readonly ActionResult[]): void => void this.#tellResults(results);
    this.#actions = new AnswerActions(this.#host, { onResults });
    return answerByBackend(this.#host, { ...asked, actions: this.#actions });
  }

  /** Has what came of the actions answered, after what is still being heard. What fails is told by `avatar-error`. */
  async #tellResults(results: readonly ActionResult[]): Promise<void> {
    const ask = (signal: AbortSignal, onPiece: () => void): Promise<void> =>
      this.#told(() => this.#askBackend({ message: { results }, signal, onPiece }));
    await this.#exchange({}, ask, Promise.resolve()).catch(() => undefined);
  }

  /** Of a message that is known: false where the page answers it itself. */
  #take(text: string, via: MessageVia): boolean {
    this.#log(text);
    const isOurs = this.#host.dispatchEvent(new AvatarMessageEvent(text, via));
    if (isOurs) this.#unanswered = text;
    this.#isAnsweredByPage = !isOurs;
    return isOurs;
  }

  /** What is being answered is not wanted any more. */
  stop(): void {
    this.#answering?.abort(new AvatarError('ABORTED', 'The answer was interrupted.'));
    this.#actions?.drop();
  }

  /** Silences the avatar for somebody who begins to say something. Never rejects. */
  async interrupt(): Promise<void> {
    const { speaking, state } = this.#host;
    this.stop();
    setActivity(this.#host, { thinking: false });
    if (!isOpen(state) || !(speaking || this.#isUnheard)) return;
    this.#isUnheard = false;
    await this.#host.interrupt().catch(() => undefined); // Told by avatar-error.
  }

  /** The page's own answer: what fails while it is spoken is told by the element. */
  async #answerHere(
    text: string,
    signal: AbortSignal,
    onPiece: () => void,
    onFailure?: (error: AvatarError) => void,
  ): Promise<void> {
    const { reply } = this.#host;
    const answer = await this.#told(
      () =>
        abandonable(
          Promise.resolve().then(() => reply?.(text, { signal }) ?? ''),
          signal,
        ),
      onFailure,
    );
    if (this.#host.mode === 'text') {
      await loadBuiltIns(this.#host);
      this.#actions?.drop();
      const actions = (this.#actions = new AnswerActions(this.#host));
      await writeAnswer(this.#host, answer, { signal, actions, onPiece });
      return;
    }
    if (typeof answer === 'string') onPiece();
    // As a stream, a model's text is made speakable.
    if (typeof answer === 'string') await this.#host.speak(asStream(answer));
    else await this.#speakActing(answer, signal, onPiece);
  }

  /** Words with actions between them. */
  async #speakActing(
    answer: AsyncIterable<string | ReplyExtra>,
    signal: AbortSignal,
    onPiece: () => void,
  ): Promise<void> {
    await loadBuiltIns(this.#host);
    const actions = (this.#actions = new AnswerActions(this.#host));
    let text = '';
    const words = withoutExtras(answer, (extra) => {
      const turn = this.#host.session?.turns.at(-1);
      if (turn && text !== '') waitForTurn(turn.id, actions);
      if ('suggestions' in extra) suggest(this.#host, extra.suggestions);
      if ('action' in extra) actions.add({ action: extra.action, args: extra.args ?? {} }, text);
    });
    await this.#host.speak(
      until(signal, words as AsyncIterable<string>, (piece) => {
        text += piece;
        onPiece();
      }),
    );
  }

  #log(text: string): void {
    const { transcriptLog } = this.#host;
    const last = transcriptLog.entries.at(-1);
    const isAgain = last?.role === 'visitor' && last.text === text && this.#unanswered === text;
    if (!isAgain) transcriptLog.add({ role: 'visitor', text, at: new Date() });
  }

  /** Tells the page what makes `work` fail. */
  async #told<Result>(work: () => Promise<Result> | Result, onFailure?: (error: AvatarError) => void): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The page’s reply failed.');
      if (error.code !== 'ABORTED') {
        logError(this.#host.createLogger(), error);
        this.#host.dispatchEvent(new AvatarErrorEvent(error));
        onFailure?.(error);
      }
      throw error;
    }
  }
}

function checked(message: unknown): string {
  const text = typeof message === 'string' ? message.trim() : '';
  if (text === '')
    throw new AvatarError('INVALID_INPUT', 'There is nothing to send: a message is a text with something in it.');
  return text;
}
