import { abandonable } from '../abandon.js';
import { AvatarError } from '../errors.js';

/** What can be said: a text, a text that is still being written, or an answer that streams one. */
export type SpeechInput = string | AsyncIterable<string> | ReadableStream<string | Uint8Array> | Response;

/** Pieces that are asked for one by one; `return` tells their source that no more are wanted. */
interface Pieces {
  next: () => Promise<{ done?: boolean | undefined; value?: unknown }>;
  return?: (() => Promise<unknown>) | undefined;
}

/**
 * Reads what is to be said, piece by piece. When the signal aborts, the source is told to stop, and is not waited for.
 * @throws {AvatarError} `INVALID_INPUT`, `API_REQUEST_FAILED` for a response that is an error, `ABORTED`; and whatever
 * the source throws.
 */
export async function readSpeech(
  input: Exclude<SpeechInput, string>,
  signal: AbortSignal,
  onPiece: (piece: string) => void,
): Promise<void> {
  const pieces = piecesOf(input);
  const decoder = new TextDecoder();
  let isDone = false;
  try {
    while (!isDone) {
      const { done, value } = await abandonable(pieces.next(), signal);
      isDone = done === true;
      if (!isDone) onPiece(typeof value === 'string' ? value : decoder.decode(asBytes(value), { stream: true }));
    }
    onPiece(decoder.decode());
  } finally {
    // A source that hangs would keep its return() waiting too.
    if (!isDone) void Promise.resolve(pieces.return?.()).catch(() => undefined);
  }
}

function piecesOf(input: unknown): Pieces {
  if (typeof input === 'object' && input !== null) {
    if (isResponse(input)) return bodyOf(input);
    // Not every browser can iterate a stream by itself.
    if (isStream(input)) return readStream(input);
    if (isAsyncIterable(input)) return input[Symbol.asyncIterator]() as Pieces;
  }
  throw new AvatarError(
    'INVALID_INPUT',
    'The avatar says a text, an async iterable or a ReadableStream of texts, or a fetch Response.',
  );
}

function bodyOf(response: Response): Pieces {
  const { ok, status, body, bodyUsed, headers } = response;
  if (!ok) {
    void body?.cancel().catch(() => undefined);
    throw new AvatarError('API_REQUEST_FAILED', `What to say was answered with status ${status}.`, { status });
  }
  if (!body || bodyUsed) {
    throw new AvatarError('INVALID_INPUT', 'The response has no body to say, or it was read already.');
  }
  const [type] = /json|html|event-stream/.exec(headers.get('Content-Type') ?? '') ?? [];
  if (type !== undefined) {
    void body.cancel().catch(() => undefined);
    throw new AvatarError('INVALID_INPUT', `The response is ${type}, not text: hand over the text that is in it.`);
  }
  return readStream(body);
}

/** Unlike a generator, which takes its time, it cancels a stream that hangs. */
function readStream(stream: ReadableStream): Pieces {
  const reader = stream.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

function asBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new AvatarError('INVALID_INPUT', 'What to say came as something that is neither text nor bytes.');
}

// By what they can do: they may come from another realm, or be another library's.

function isResponse(input: object): input is Response {
  return 'ok' in input && 'body' in input && 'headers' in input;
}

function isStream(input: object): input is ReadableStream {
  return 'getReader' in input;
}

function isAsyncIterable(input: object): input is AsyncIterable<unknown> {
  return Symbol.asyncIterator in input;
}
