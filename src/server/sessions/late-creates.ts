import type { Fetch } from '../../core/http.js';
import { parseSessionCredentials } from '../../core/protocol-guards.js';
import type { SessionCredentials } from '../../core/protocol.js';
import { untilAborted } from './upstream-fetch.js';

/** So long the answer of a create that nobody waits for any more may take, in milliseconds. */
const ANSWERED_WITHIN_MS = 120_000;

export type OnLate = (session: Promise<SessionCredentials>) => void;

/**
 * A fetch for creates alone. Its signal ends the wait, not the request: the service may have opened a session by then, which
 * costs money. `onLate` is given what it answers after all; that rejects where it opened none.
 */
export function withLateCreates(fetch: Fetch, onLate: OnLate): Fetch {
  return async (input, init) => {
    const bound = new AbortController();
    const answered = fetchWhole(fetch, input, { ...init, signal: bound.signal });
    try {
      return await untilAborted(answered, init.signal);
    } catch (error) {
      if (init.signal?.aborted) {
        setTimeout(() => bound.abort(), ANSWERED_WITHIN_MS);
        onLate(answered.then(async (late) => parseSessionCredentials(await late.json())));
      }
      throw error;
    }
  };
}

/** With its body: an answer that is cut off tells of no session. */
async function fetchWhole(fetch: Fetch, input: string, init: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { status, statusText, headers } = response;
  return new Response(await response.text(), { status, statusText, headers });
}
