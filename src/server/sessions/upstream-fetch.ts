import { globalFetch, type Fetch } from '../../core/http.js';
import { createNodeFetch, isFetchPlain } from './node-fetch.js';

/** The service's answers are a few hundred bytes; what is longer than this is not the service's. In bytes. */
const LONGEST_ANSWER = 256 * 1024;

const nodeFetch = createNodeFetch(LONGEST_ANSWER);

/** Fetches as it should be done with a secret in hand: follows nobody elsewhere, and reads no answer without end. */
export function guardFetch(given?: Fetch): Fetch {
  const fetch = given ?? globalFetch;
  return async (input, init) => {
    const isText = init.body === undefined || typeof init.body === 'string';
    if (nodeFetch && !given && isText && isFetchPlain()) return assertNoRedirect(await nodeFetch(input, init));
    // Not every runtime knows `error`.
    const response = assertNoRedirect(await untilAborted(fetch(input, { ...init, redirect: 'manual' }), init.signal));
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(atMost(LONGEST_ANSWER), signalOf(init)), {
      status,
      statusText,
      headers,
    });
  };
}

function assertNoRedirect(response: Response): Response {
  if (response.type !== 'opaqueredirect' && !(response.status >= 300 && response.status < 400)) return response;
  void response.body?.cancel();
  throw new Error('The service sends its callers elsewhere: check baseUrl');
}

function atMost(bytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let length = 0;
  return new TransformStream({
    transform: (piece, controller) => {
      length += piece.length;
      if (length <= bytes) controller.enqueue(piece);
      else controller.error(new Error(`The answer is longer than ${bytes} bytes`));
    },
  });
}

/** A fetch of the integrator's may not know signals. */
export async function untilAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | null | undefined,
): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function signalOf({ signal }: RequestInit): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
