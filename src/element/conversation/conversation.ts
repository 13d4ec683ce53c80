import { throwIfAborted } from '../../core/abort-signals.js';
import { abandonable } from '../../core/abandon.js';
import { AvatarError, isSessionOver, toAvatarError } from '../../core/errors.js';
import { logError } from '../../core/logger.js';
import type { Consent } from '../../core/protocol.js';
import type { TextLink } from '../../core/speech/text-link.js';
import { isOpen, type AvatarState } from '../avatar-state.js';
import { loadConsent } from '../consent/load-consent.js';
import { AvatarErrorEvent } from '../events/error-event.js';
import { expectedOf, type ExpectedSpeech } from './expected-speech.js';
import { askBackend } from './backend-reply.js';
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
  /** The last message, where nothing came of it: sent again, it is still one. */
  #unanswered: string | undefined;

  constructor(host: ConversationHost) {
    this.#host = host;
    host.addEventListener('avatar-state-change', ({ state }) => {
      if (!IS_OVER[state]) return;
      this.#isUnheard = false;
      this.#answering?.abort(new AvatarError('ABORTED', 'The session is over.'));
    });
    host.addEventListener('avatar-speaking-end', () => (this.#isUnheard &&= this.#answering !== undefined));
  }

  /**
   * Sends a message; starts the avatar where it has to. Resolves when the whole answer was handed to the avatar, or at once
   * where the page answers by itself.
   * @throws {AvatarError}
   */
  async send(message: string, { via = 'text', onTaken, onAnswer, onFailure }: SendOptions = {}): Promise<void> {
    const text = checked(message);
    this.#log(text);
    if (!this.#host.dispatchEvent(new AvatarMessageEvent(text, via))) return;
    const interrupted = this.interrupt();
    const answering = (this.#answering = new AbortController());
    const { signal } = answering;
    this.#unanswered = text;
    const onPiece = (): void => {
      this.#unanswered = undefined;
      onAnswer?.();
    };
    try {
      await this.#told(() => this.#assertAnswerable(), onFailure);
      await interrupted;
      throwIfAborted(signal);
      if (!isOpen(this.#host.state)) await abandonable(this.#host.start(), signal);
      // An answer that the backend speaks is heard by a connection that is not paused alone.
      this.#host.session?.resumeMedia();
      this.#isUnheard = true;
      onTaken?.();
      if (this.#host.reply) await this.#answerHere(text, signal, onPiece, onFailure);
      else await this.#told(() => this.#answerConsented(text, signal, onPiece), onFailure);
    } finally {
      if (this.#answering === answering) this.#answering = undefined;
    }
  }

  /** Silences the avatar for somebody who begins to say something. Never rejects. */
  async interrupt(): Promise<void> {
    const { speaking, state } = this.#host;
    this.#answering?.abort(new AvatarError('ABORTED', 'The answer was interrupted.'));
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
    if (typeof answer === 'string') onPiece();
    // As a stream, a model's text is made speakable.
    await this.#host.speak(typeof answer === 'string' ? asStream(answer) : until(signal, answer, onPiece));
  }

  /** With what the visitor has agreed to, where they are asked; the backend may ask for another version. */
  async #answerConsented(message: string, signal: AbortSignal, onPiece: () => void): Promise<void> {
    const answer = (consent?: Consent): Promise<void> => this.#answerByBackend(message, signal, onPiece, consent);
    if (!this.#host.consent) return answer();
    const { consentOf } = await loadConsent(this.#host.createLogger(), signal);
    return consentOf(this.#host).having(answer, signal);
  }

  /** As what the session says by itself: where a machine that slept let it die, the message goes to another one. */
  async #answerByBackend(
    message: string,
    signal: AbortSignal,
    onPiece: () => void,
    consent: Consent | undefined,
  ): Promise<void> {
    try {
      await this.#askBackend(message, signal, onPiece, consent);
    } catch (error) {
      const { session } = this.#host;
      if (!session || !isSessionOver(error)) throw error;
      await abandonable(session.recoverFrom(error), signal).catch(() => {
        throwIfAborted(signal);
        throw error;
      });
      await this.#askBackend(message, signal, onPiece, consent);
    }
  }

  async #askBackend(
    message: string,
    signal: AbortSignal,
    onPiece: () => void,
    consent: Consent | undefined,
  ): Promise<void> {
    const { sessionEndpoint, session, credentials, requestInit, transcriptLog } = this.#host;
    let expected: ExpectedSpeech | undefined;
    const links: TextLink[] = [];
    const askedAt = performance.now();
    const answered = askBackend({
      sessionEndpoint: sessionEndpoint ?? '',
      sessionId: session?.getSessionId() ?? '',
      proof: session?.getProof() ?? {},
      credentials,
      requestInit,
      message,
      consent,
      signal,
      onText: (piece, turnId) => {
        onPiece();
        if (expected) expected.text += piece;
        else {
          const timing = { askedAt, answeredAt: performance.now() };
          expected = expectedOf(transcriptLog).add(piece, { turnId, isWhole: false, links, timing });
        }
      },
      onLink: (link) => links.push({ ...link, after: expected?.text.length ?? 0 }),
    });
    try {
      await answered;
    } catch (error) {
      // What an answer that breaks off had come to is said, where there is still a session to say it in.
      if (expected && (signal.aborted || isSessionOver(error))) expected.isCancelled = true;
      throw error;
    } finally {
      if (expected) expected.isWhole = true;
    }
  }

  /** Before a session is opened, which costs. */
  #assertAnswerable(): void {
    if (this.#host.reply || this.#host.sessionEndpoint !== null) return;
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'There is nobody to answer: set session-endpoint to a backend with a reply hook, set avatar.reply, or prevent the default of avatar-message and answer with avatar.speak().',
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

function asStream(text: string): ReadableStream<string> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(text);
      controller.close();
    },
  });
}

/** The pieces of an answer until the signal aborts; whoever makes them is then told to stop. */
async function* until(
  signal: AbortSignal,
  answer: AsyncIterable<string>,
  onPiece: () => void,
): AsyncGenerator<string, void> {
  const pieces = answer[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const piece = await abandonable(pieces.next(), signal);
      isDone = piece.done === true;
      if (piece.done) return;
      onPiece();
      yield piece.value;
    }
  } finally {
    // One that hangs would keep its return() waiting too.
    if (!isDone) Promise.resolve(pieces.return?.()).catch(() => undefined);
  }
}
