import { requestText } from '../../../core/http.js';
import { JsonReader, parseJson, protocolComplaint } from '../../../core/json-reader.js';
import { parseRetryAfter } from '../../../core/refusal.js';
import { backendFetch, type BackendAccess } from '../../backend/backend-fetch.js';
import { besideSessions } from '../../backend/beside-sessions.js';

/** Where the visitor stands, as the backend tells. */
export interface QueueAnswer {
  /** Told to who joins. */
  ticket: string | undefined;
  /** From 1 on; undefined where it does not say. */
  place: number | undefined;
  /** Whether it is the visitor's turn. */
  isTurn: boolean;
  /** When to ask again, in milliseconds. */
  askAgainMs: number;
}

/** Where a backend does not say when to ask again, in milliseconds. */
const ASK_AGAIN_MS = 5000;

/** Undefined where the endpoint is not called as ours is. */
export function queueUrl({ sessionEndpoint }: BackendAccess): string | undefined {
  return besideSessions(sessionEndpoint, 'queue')?.href;
}

/**
 * Joins the queue, or asks with a ticket. The ticket is sent in the body: addresses are written down in many places.
 * @throws {AvatarError} As every request: `SESSION_GONE` where the ticket has expired, `CAPACITY` where the queue is full.
 */
export async function askQueue(host: BackendAccess, url: string, ticket: string | undefined): Promise<QueueAnswer> {
  const call = {
    purpose: 'The queue',
    url,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ticket }),
    credentials: host.credentials,
  };
  const { response, body } = await requestText(call, backendFetch(host));
  const reader = new JsonReader(parseJson(body), protocolComplaint('The queue'));
  return {
    ticket: reader.optionalString('ticket'),
    place: reader.optionalNumber('place'),
    isTurn: reader.has('heldSeconds'),
    askAgainMs: parseRetryAfter(response.headers.get('Retry-After')) ?? ASK_AGAIN_MS,
  };
}

/** Never rejects: a ticket that nobody asks with leaves by itself. */
export function leaveQueue(host: BackendAccess, url: string, ticket: string): void {
  const left = backendFetch(host)(`${url}/leave`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ticket }),
    credentials: host.credentials,
    // As the page is left, too.
    keepalive: true,
  });
  left.catch(() => undefined);
}
