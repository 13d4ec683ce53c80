import { abandonable } from '../../core/abandon.js';
import { RequestProblem } from '../request-problem.js';

/** How long a request's body may take. */
export interface BodyTime {
  /** For each piece, in milliseconds. */
  pieceMs: number;
  /** For all of it, in milliseconds. */
  wholeMs: number;
}

/** The request, with a body that fails once it is too slow: who sends a byte a minute holds a connection for ever. */
export function limitBodyTime(request: Request, { pieceMs, wholeMs }: BodyTime): Request {
  if (!request.body) return request;
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const deadline = Date.now() + wholeMs;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const timeUp = AbortSignal.timeout(Math.max(0, Math.min(pieceMs, deadline - Date.now())));
      try {
        const { done, value } = await abandonable(reader.read(), timeUp);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(timeUp.aborted ? tooSlow() : error);
        void reader.cancel().catch(() => undefined);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  // Streams are sent by halves only, says fetch; TypeScript's DOM types do not know the field.
  const { url, method, headers, signal } = request;
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body, duplex: 'half' };
  // By its parts: some adapters' requests are requests in looks alone.
  return new Request(url, init);
}

function tooSlow(): RequestProblem {
  return new RequestProblem(408, 'The body of the request came too slowly.', {
    code: 'TIMEOUT',
    headers: { Connection: 'close' },
  });
}
