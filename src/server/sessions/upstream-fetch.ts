import { globalFetch, type Fetch } from '../../core/http.js';

/** The service's answers are a few hundred bytes; what is longer than this is not the service's. In bytes. */
const LONGEST_ANSWER = 256 * 1024;

/** Fetches as it should be done with a secret in hand: follows nobody elsewhere, and reads no answer without end. */
export function guardFetch(fetch: Fetch = globalFetch): Fetch {
  return async (input, init) => {
    // Not every runtime knows `error`.
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      void response.body?.cancel();
      throw new Error('The service sends its callers elsewhere: check baseUrl');
    }
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(atMost(LONGEST_ANSWER)), { status, statusText, headers });
  };
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
