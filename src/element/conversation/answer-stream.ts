import { abandonable } from '../../core/abandon.js';

/** A text as a stream of one piece. */
export function asStream(text: string): ReadableStream<string> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(text);
      controller.close();
    },
  });
}

/** The pieces of an answer until the signal aborts; whoever makes them is then told to stop. */
export async function* until(
  signal: AbortSignal,
  answer: AsyncIterable<string>,
  onPiece: (piece: string) => void,
): AsyncGenerator<string, void> {
  const pieces = answer[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const piece = await abandonable(pieces.next(), signal);
      isDone = piece.done === true;
      if (piece.done) return;
      onPiece(piece.value);
      yield piece.value;
    }
  } finally {
    // One that hangs would keep its return() waiting too.
    if (!isDone) Promise.resolve(pieces.return?.()).catch(() => undefined);
  }
}
