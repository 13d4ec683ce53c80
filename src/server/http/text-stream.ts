import { EventSourceParserStream } from 'eventsource-parser/stream';

import { isRecord } from '../../core/json-reader.js';
import { textTooLong } from '../request-problem.js';
import { mediaTypeOf } from './request-body.js';

const EVENTS = 'text/event-stream';

/** Whether a body of this type is said as it comes. */
export function isTextStream(contentType: string | undefined): boolean {
  const mediaType = mediaTypeOf(contentType);
  return mediaType === 'text/plain' || mediaType === EVENTS;
}

/** What may stand around each UTF-16 unit of a text that comes as events: its field, its JSON and its escape, in bytes. */
const MOST_BYTES_PER_UNIT = 64;

/** What JSON makes of a UTF-16 unit at most, and what else may stand in a line that is kept until it is whole. */
const MOST_UNITS_PER_UNIT = 8;

/** What may stand around a text however short it is, in bytes: comments that keep the connection, above all. */
const BYTES_AROUND = 64 * 1024;

/**
 * The texts of a body, as they come.
 * @param textLength The longest that they may be together, in UTF-16 units: it bounds what is read and what is kept.
 */
export function readTextStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  contentType: string | undefined,
  textLength: number,
): ReadableStream<string> {
  const text = body
    .pipeThrough(atMost(textLength * MOST_BYTES_PER_UNIT + BYTES_AROUND, textLength))
    .pipeThrough(new TextDecoderStream());
  if (mediaTypeOf(contentType) !== EVENTS) return text;
  const parser = new EventSourceParserStream({
    maxBufferSize: textLength * MOST_UNITS_PER_UNIT + BYTES_AROUND,
    onError: (error) => {
      if ('type' in error && error.type === 'max-buffer-size-exceeded') throw textTooLong(textLength);
    },
  });
  return text.pipeThrough(parser).pipeThrough(
    new TransformStream({
      transform: ({ data }, controller) => {
        if (data === '[DONE]') controller.terminate();
        else controller.enqueue(textOf(data));
      },
    }),
  );
}

function atMost(bytes: number, textLength: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let length = 0;
  return new TransformStream({
    transform: (piece, controller) => {
      length += piece.length;
      if (length <= bytes) controller.enqueue(piece);
      else controller.error(textTooLong(textLength));
    },
  });
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
