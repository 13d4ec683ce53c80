import { streamSSE } from 'hono/streaming';

import type { AnswerError } from './error-response.js';
import { followSignals } from '../../core/abort-signals.js';
import type { Suggestions } from '../../core/speech/reply-pieces.js';
import { note, type RouteContext } from './pipeline.js';
import type { ToldAction } from '../speech/answer-extras.js';
import type { Answer, Question } from '../speech/answering.js';

type ReplyEvent =
  | { event: 'heard'; text: string }
  | { event: 'filler'; text: string }
  | { event: 'text'; text: string }
  | { event: 'link'; text: string; url: string }
  | ({ event: 'action' } & ToldAction)
  | { event: 'suggestions'; suggestions: Suggestions }
  | { event: 'done'; turnId: string; text: string }
  | { event: 'error'; error: unknown };

const STREAM_HEADERS = {
  // Whatever compresses answers would keep the tokens, too.
  'Cache-Control': 'no-store, no-transform',
  // The server's to say, and HTTP/2 has no such headers.
  Connection: undefined,
  'Transfer-Encoding': undefined,
} as const;

/** What is told of an answer as it comes. */
export type ReplyListeners = Required<
  Pick<Question, 'onText' | 'onLink' | 'onFiller' | 'onAction' | 'onSuggestions'>
> & {
  /** Told of what was understood of a message that was spoken. */
  onHeard: (text: string) => void;
};

/**
 * Answers a message with server-sent events: `heard` with what was understood of one that was spoken, `text` for each piece as it
 * is handed to the avatar, `link` before the piece with the words of one, `action` for what the page is to do once the pieces before it
 * are heard, `suggestions` for what may be said next, `filler` for what is said in the meantime, then `done`, or `error` with a problem. What fails before the first of them is answered as any other error.
 */
export async function streamReply(
  context: RouteContext,
  answer: (told: ReplyListeners, signal: AbortSignal) => Promise<Answer>,
  answerError: AnswerError,
): Promise<Response> {
  const gone = new AbortController();
  const signal = followSignals(context.env.signal, gone.signal);
  const events = eventsOf((told) => answer(told, signal));
  const reader = events.getReader();
  const first = await reader.read();
  if (first.value?.event === 'error') throw first.value.error;
  context.set('isStreamed', true);
  // Proxies would keep the tokens until there are many.
  context.header('X-Accel-Buffering', 'no');
  const response = streamSSE(context, async (stream) => {
    stream.onAbort(() => gone.abort());
    let failure: unknown;
    for (let { value } = first; value; { value } = await reader.read()) {
      const { event } = value;
      if (event === 'error') failure = value.error;
      if (event === 'done') note(context, { turnId: value.turnId, text: value.text, textLength: value.text.length });
      const data = event === 'error' ? await answerError(value.error, context).text() : JSON.stringify(dataOf(value));
      await stream.writeSSE({ event, data });
    }
    context.get('finish')(failure);
  });
  // The helper has words of its own there, in its answer and, where other steps have set headers before, in the context.
  for (const [name, value] of Object.entries(STREAM_HEADERS)) {
    context.header(name, value);
    if (value === undefined) response.headers.delete(name);
    else response.headers.set(name, value);
  }
  return response;
}

function eventsOf(answer: (told: ReplyListeners) => Promise<Answer>): ReadableStream<ReplyEvent> {
  return new ReadableStream<ReplyEvent>({
    start: (controller) => {
      // As an event, not as the stream's error, which would drop the pieces that are not read yet.
      answer({
        onHeard: (text) => controller.enqueue({ event: 'heard', text }),
        onFiller: (text) => controller.enqueue({ event: 'filler', text }),
        onText: (text) => controller.enqueue({ event: 'text', text }),
        onLink: ({ text, url }) => controller.enqueue({ event: 'link', text, url }),
        onAction: (action) => controller.enqueue({ event: 'action', ...action }),
        onSuggestions: (suggestions) => controller.enqueue({ event: 'suggestions', suggestions }),
      })
        .then(
          (done) => controller.enqueue({ event: 'done', ...done }),
          (error: unknown) => controller.enqueue({ event: 'error', error }),
        )
        .finally(() => controller.close());
    },
  });
}

function dataOf({ event: _, ...data }: ReplyEvent): Record<string, unknown> {
  return data;
}
