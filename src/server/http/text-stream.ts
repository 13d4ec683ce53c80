import { textTooLong } from '../request-problem.js';
import { EventTexts } from './event-texts.js';
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
 * The texts of a body, as they come: all that a piece of it holds at once.
 * @param textLength The longest that they may be together, in UTF-16 units: it bounds what is read and what is kept.
 */
export function readTextStream(
  body: ReadableStream<Uint8Array>,
  contentType: string | undefined,
  textLength: number,
): AsyncIterableIterator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = mediaTypeOf(contentType) === EVENTS ? new EventTexts() : undefined;
  let bytesLeft = textLength * MOST_BYTES_PER_UNIT + BYTES_AROUND;
  const longestLine = textLength * MOST_UNITS_PER_UNIT + BYTES_AROUND;

  const next = async (): Promise<IteratorResult<string, undefined>> => {
    while (!events?.isDone) {
      const { done, value } = await reader.read();
      bytesLeft -= value?.length ?? 0;
      const written = done ? decoder.decode() : decoder.decode(value, { stream: true });
      const text = events ? events.push(written) : written;
      if (bytesLeft < 0 || (events?.waiting ?? 0) > longestLine) {
        void reader.cancel().catch(() => undefined);
        throw textTooLong(textLength);
      }
      if (text !== '') return { done: false, value: text };
      if (done) break;
    }
    return { done: true, value: undefined };
  };
  const texts: AsyncIterableIterator<string> = {
    next,
    // At once, also while a piece is waited for, as a generator could not.
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => texts,
  };
  return texts;
}
