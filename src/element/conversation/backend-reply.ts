import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';

import { abortedError, AvatarError, isErrorCode } from '../../core/errors.js';
import { request } from '../../core/http.js';
import { JsonReader, protocolComplaint } from '../../core/json-reader.js';
import { pageAddress } from '../../core/page-address.js';
import { isHttpUrl, parseUrl } from '../../core/parse-url.js';
import type { Consent } from '../../core/protocol.js';
import type { Suggestions } from '../../core/speech/reply-pieces.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { AnsweredAction } from './actions/answer-actions.js';
import { readAction } from './actions/read-action.js';
import type { ToldResults } from './actions/told-results.js';
import { conversationCallUrl, type ConversationWish } from './kept-conversation.js';
import { RECORDING_NAME, type SpokenMessage } from './spoken-message.js';
import { suggestionsIn } from './suggestions.js';
import { backendFetch, sessionCallUrl, type BackendRequestInit } from '../backend/backend-fetch.js';

/** Time for a whole answer, in milliseconds: a model may think for long, and goes on for long. */
const ANSWER_MS = 300_000;

/** What is told of a reply while it comes. */
interface ReplyListeners {
  /** Told of what was understood of a message that was spoken: nothing where it is empty. */
  onHeard: (text: string) => void;
  /** Told of what the avatar says while there is no answer yet. */
  onFiller: (text: string) => void;
  /** Told of each action of the answer, after the pieces that are before it. */
  onAction: (action: AnsweredAction) => void;
  /** Told of what may be said next. */
  onSuggestions: (suggestions: Suggestions) => void;
  /** Told of each link of the answer, before the piece that its words are in. */
  onLink: (link: { text: string; url: string }) => void;
}

export interface BackendQuestion extends ReplyListeners {
  /** The element's `session-endpoint`. */
  sessionEndpoint: string;
  /** Undefined where the answer is in writing. */
  sessionId: string | undefined;
  /** The headers that prove the session to be this page's. */
  proof: Record<string, string>;
  credentials: RequestCredentials;
  requestInit: BackendRequestInit | null;
  /** Typed, or spoken; or what came of the actions of the answer before. */
  message: string | SpokenMessage | ToldResults;
  /** That the visitor speaks. */
  language: string;
  /** Which conversation it belongs to. */
  conversation: ConversationWish;
  /** What the page says along with it. */
  pageWord: Readonly<Record<string, unknown>>;
  /** What the visitor has agreed to, where they are asked. */
  consent: Consent | undefined;
  signal: AbortSignal;
  /** Told of each piece of the answer as it comes. */
  onText: (text: string, turnId: string) => void;
}

/**
 * Asks the page's backend, which speaks the answer by itself; resolves when the avatar has been handed all of it.
 * @throws {AvatarError} As every request; `INVALID_CONFIGURATION` for a backend without a `reply` hook, `PROTOCOL` for an
 * answer that is no stream of events, and whatever the backend says has failed on the way.
 */
export async function askBackend(question: BackendQuestion): Promise<void> {
  const { sessionEndpoint, sessionId, proof, message, consent, signal, onText } = question;
  const turnId = newTurnId();
  const response = await request(
    {
      purpose: 'The reply',
      url:
        sessionId === undefined
          ? conversationCallUrl(sessionEndpoint, 'reply')
          : sessionCallUrl(sessionEndpoint, sessionId, 'reply', pageAddress()),
      headers: { ...contentTypeOf(message), Accept: 'text/event-stream', ...proof },
      body: bodyOf(message, {
        turnId,
        consent,
        language: question.language,
        conversation: question.conversation,
        ...question.pageWord,
      }),
      credentials: question.credentials,
      signal,
      timeoutMs: ANSWER_MS,
      codeOfStatus: { 501: 'INVALID_CONFIGURATION' },
    },
    backendFetch(question),
  );
  const type = response.headers.get('Content-Type') ?? 'an unknown type';
  if (!response.body || !type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new AvatarError('PROTOCOL', `The reply was answered with ${type}, not a stream of events.`);
  }
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  await readReply(events, signal, { ...question, onText: (text) => onText(text, turnId) });
}

/** @throws {AvatarError} */
export async function readReply(
  events: ReadableStream<EventSourceMessage>,
  signal: AbortSignal,
  { onText, onHeard, onFiller, onLink, onAction, onSuggestions }: ReplyListeners & { onText: (text: string) => void },
): Promise<void> {
  const reader = events.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error('The stream ended without “done”.');
      if (value.event === 'done') return;
      if (value.event === 'error') throw failureIn(value.data);
      if (value.event === 'heard') onHeard(textIn(value.data));
      if (value.event === 'filler') onFiller(textIn(value.data));
      if (value.event === 'text') onText(textIn(value.data));
      if (value.event === 'link') readLink(value.data, onLink);
      if (value.event === 'suggestions') onSuggestions(suggestionsIn(parse(value.data).value('suggestions')));
      if (value.event === 'action') onAction(readAction(parse(value.data)));
    }
  } catch (cause) {
    if (cause instanceof AvatarError) throw cause;
    if (signal.aborted) throw abortedError(signal.reason);
    throw new AvatarError('NETWORK', 'The reply broke off before its end. Send the message again.', { cause });
  } finally {
    reader.cancel().catch(() => undefined); // What has broken is over as well.
  }
}

/** fetch itself names the type of a form, with its boundary. */
function contentTypeOf(message: BackendQuestion['message']): Record<string, string> {
  return typeof message === 'string' || 'results' in message ? { 'Content-Type': 'application/json' } : {};
}

export function bodyOf(message: BackendQuestion['message'], more: Record<string, unknown>): string | FormData {
  if (typeof message === 'string') return JSON.stringify({ message, ...more });
  if ('results' in message) return JSON.stringify({ ...message, ...more });
  const { audio, language, before } = message;
  const form = new FormData();
  form.set('question', JSON.stringify({ ...more, language, before }));
  form.set('audio', audio, RECORDING_NAME);
  return form;
}

function textIn(data: string): string {
  return parse(data).optionalText('text') ?? '';
}

/** A page is linked to by http and https alone, whatever a backend says. */
function readLink(data: string, onLink: BackendQuestion['onLink']): void {
  const link = parse(data);
  const url = parseUrl(link.string('url'));
  if (isHttpUrl(url)) onLink({ text: link.string('text'), url: url.href });
}

function parse(data: string): JsonReader {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // Complained of as anything else that is no object.
  }
  return new JsonReader(value, protocolComplaint('The reply'));
}

/** The problem (RFC 9457) that the backend tells of. */
function failureIn(data: string): AvatarError {
  const problem = parse(data);
  const code = problem.optionalText('code') ?? '';
  const status = problem.optionalNumber('status');
  return new AvatarError(
    isErrorCode(code) ? code : 'API_REQUEST_FAILED',
    `The reply failed: ${problem.optionalText('detail') ?? 'the backend does not say why.'}`,
    status === undefined ? {} : { status },
  );
}
