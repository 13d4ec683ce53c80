import { EventSourceParserStream } from 'eventsource-parser/stream';

import { isRecord } from '../../core/json-reader.js';
import { mediaTypeOf } from './request-body.js';

const EVENTS = 'text/event-stream';

/** Whether a body of this type is said as it comes. */
export function isTextStream(contentType: string | undefined): boolean {
  const mediaType = mediaTypeOf(contentType);
  return mediaType === 'text/plain' || mediaType === EVENTS;
}

/** The texts of a body, as they come. */
export function readTextStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  contentType: string | undefined,
): ReadableStream<string> {
  const text = body.pipeThrough(new TextDecoderStream());
  if (mediaTypeOf(contentType) !== EVENTS) return text;
  return text.pipeThrough(new EventSourceParserStream()).pipeThrough(
    new TransformStream({
      transform: ({ data }, controller) => {
        if (data === '[DONE]') controller.terminate();
        else controller.enqueue(textOf(data));
      },
    }),
  );
}

/** An event's data: a JSON string or `{ "text": … }`, which keep spaces and line breaks as they are, or the bare text. */
function textOf(data: string): string {
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed === 'string') return parsed;
    if (isRecord(parsed) && typeof parsed['text'] === 'string') return parsed['text'];
  } catch {
    // The text itself.
  }
  return data;
}
