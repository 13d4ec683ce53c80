import { unlessAborted } from '../../core/unless-aborted.js';
import type { ControlClientOptions } from '../../core/control-client.js';
import { globalFetch, type Answer, type Fetch, type Send } from '../../core/http.js';
import { limitTime, limitTimeQuietly, stopLimit } from './limit-time.js';
import { RecordingForm } from './recording.js';
import { createNodeFetch, isFetchPlain, type ConnectionWait } from './node-fetch.js';

/** How the service is called, with the integrator's own fetch where there is one. */
export interface ServiceAccess extends ControlClientOptions {
  fetch?: Fetch;
}

/** The service's answers are a few hundred bytes; what is longer than this is not the service's. In bytes. */
const LONGEST_ANSWER = 256 * 1024;

const nodeFetch = createNodeFetch(LONGEST_ANSWER);

/** Fetches as it should be done with a secret in hand: follows nobody elsewhere, and reads no answer without end. */
export function guardFetch(given?: Fetch, wait?: ConnectionWait): Send {
  const fetch = given ?? globalFetch;
  const guarded: Send = async (input, init) => {
    const { body } = init;
    const isPlain = body === undefined || typeof body === 'string' || body instanceof RecordingForm;
    if (nodeFetch && !given && isPlain && isFetchPlain()) {
      // It reads the whole answer.
      const answer = await nodeFetch(input, init, wait).finally(() => stopLimit(init.signal));
      if (isRedirect(answer)) throw sentElsewhere();
      return answer;
    }
    // Not every runtime knows `error`.
    const answered = fetch(input, { ...init, ...wholeFormOf(init), redirect: 'manual' });
    // A fetch of the integrator's may not know signals.
    const response = await unlessAborted(answered, { signal: init.signal ?? undefined });
    if (response.type === 'opaqueredirect' || isRedirect(response)) {
      void response.body?.cancel();
      throw sentElsewhere();
    }
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(atMost(LONGEST_ANSWER), signalOf(init)), {
      status,
      statusText,
      headers,
    });
  };
  const limit = wait?.keepsAlive === false ? limitTimeQuietly : limitTime;
  // Of any other fetch it is not known here when the answer has been read.
  if (nodeFetch && !given) guarded.limitTime = (ms, caller) => (isFetchPlain() ? limit(ms, caller) : undefined);
  return guarded;
}

/** Opens a connection for a request that {@link guardFetch} is about to make, where it is known how; never throws. */
export function connectAhead(url: string, given?: Fetch): void {
  if (nodeFetch && !given && isFetchPlain()) nodeFetch.connectAhead(url);
}

/** To open sessions by: once nobody waits for the answer, it is listened for as long as the process has something else to do. */
export function openingFetch(given?: Fetch): Send {
  return guardFetch(given, { keepsAlive: false });
}

function wholeFormOf({ body }: RequestInit): { body?: FormData } {
  return body instanceof RecordingForm ? { body: body.whole() } : {};
}

function isRedirect({ status }: Answer): boolean {
  return status >= 300 && status < 400;
}

function sentElsewhere(): Error {
  return new Error('The service sends its callers elsewhere: check baseUrl');
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
