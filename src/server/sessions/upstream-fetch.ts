import { unlessAborted } from '../../core/abandon.js';
import { globalFetch, type Fetch } from '../../core/http.js';
import { RecordingForm } from './recording.js';
import { createNodeFetch, isFetchPlain } from './node-fetch.js';

/** The service's answers are a few hundred bytes; what is longer than this is not the service's. In bytes. */
const LONGEST_ANSWER = 256 * 1024;

const nodeFetch = createNodeFetch(LONGEST_ANSWER);

/** Fetches as it should be done with a secret in hand: follows nobody elsewhere, and reads no answer without end. */
export function guardFetch(given?: Fetch): Fetch {
  const fetch = given ?? globalFetch;
  return async (input, init) => {
    const { body } = init;
    const isPlain = body === undefined || typeof body === 'string' || body instanceof RecordingForm;
    if (nodeFetch && !given && isPlain && isFetchPlain()) return assertNoRedirect(await nodeFetch(input, init));
    // Not every runtime knows `error`.
    const answered = fetch(input, { ...init, ...wholeFormOf(init), redirect: 'manual' });
    // A fetch of the integrator's may not know signals.
    const response = assertNoRedirect(await unlessAborted(answered, { signal: init.signal ?? undefined }));
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(atMost(LONGEST_ANSWER), signalOf(init)), {
      status,
      statusText,
      headers,
    });
  };
}

function wholeFormOf({ body }: RequestInit): { body?: FormData } {
  return body instanceof RecordingForm ? { body: body.whole() } : {};
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

function signalOf({ signal }: RequestInit): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
