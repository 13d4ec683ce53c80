import { anySignal } from './abort-signals.js';
import { timeoutSignal } from './timeout-signal.js';
import { parseUrl } from './parse-url.js';
import { AvatarError, abortedError, type AvatarErrorCode } from './errors.js';
import { isRecord, parseJson } from './json-reader.js';
import { redactCause } from './redact.js';
import type { Refused } from './refusal.js';
import { KEY_HEADER } from './session-key.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** What is read of an answer: a Response has it. */
export interface Answer extends Pick<Response, 'ok' | 'status' | 'text'> {
  headers: Pick<Headers, 'get'>;
  /** What answered, after redirects; missing where none are followed. */
  url?: string;
}

/** As {@link Fetch}; it may answer with less than a Response, and limit the time of its calls in a way of its own. */
export interface Send<Answered extends Answer = Answer> {
  (input: string, init: RequestInit): Promise<Answered>;
  limitTime?: LimitTime;
}

/** Gives a signal that aborts after so many milliseconds, or as the caller's does; undefined leaves that to the runtime's own. */
export type LimitTime = (ms: number, caller: AbortSignal | undefined) => AbortSignal | undefined;

export interface HttpCall {
  /** What the request is for, as it is named in messages: `say-text`. */
  purpose: string;
  url: string;
  method?: 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'GET';
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal | undefined;
  /** Time for the whole answer, in milliseconds. Default 15000. */
  timeoutMs?: number;
  /** Statuses beside 2xx that are an answer to go on with. */
  alsoGood?: readonly number[];
  /** What a status means for this call, where it is not what it means for most. */
  codeOfStatus?: Readonly<Record<number, AvatarErrorCode>>;
  /** Whether any 2xx counts that is no page, such as 204 or `OK`: it is read as `{}`. */
  isJsonOptional?: boolean | undefined;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
  credentials?: RequestCredentials;
  /** Passed on to fetch before everything else here. */
  init?: RequestInit;
}

export const DEFAULT_TIMEOUT_MS = 15_000;

/** What a server gives that asks to log in, or knows no such address. */
const PAGE = /^\s*<(!doctype|html)/i;

const CODE_OF_STATUS: Readonly<Record<number, AvatarErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'UNAUTHORIZED',
  404: 'SESSION_NOT_FOUND',
  408: 'TIMEOUT',
  410: 'SESSION_GONE',
  429: 'RATE_LIMITED',
  504: 'TIMEOUT',
};

/**
 * Sends a request and returns the response where its status is 2xx.
 *
 * @throws {AvatarError} `NETWORK` without an answer, `TIMEOUT`, `ABORTED`, and by status: `UNAUTHORIZED` (401, 403),
 * `SESSION_NOT_FOUND` (404), `SESSION_GONE` (410), `RATE_LIMITED` (429), `API_REQUEST_FAILED` (any other).
 */
export async function request(call: HttpCall, fetch?: Fetch): Promise<Response>;
export async function request(call: HttpCall, fetch?: Send): Promise<Answer>;
export async function request(call: HttpCall, fetch: Send = globalFetch): Promise<Answer> {
  return (await requestWithBody(call, fetch, () => Promise.resolve())).response;
}

/** As {@link request}, with the answer's body as text. @throws {AvatarError} */
export async function requestText(
  call: HttpCall,
  fetch: Send = globalFetch,
): Promise<{ response: Answer; body: string }> {
  return requestWithBody(call, fetch, (response) => response.text());
}

/**
 * Sends a request and returns the JSON body of the response.
 *
 * @throws {AvatarError} As {@link request}; `PROTOCOL` where the body is not JSON and has to be, and `API_REQUEST_FAILED`
 * where it says `success: false`.
 */
export async function requestJson(call: HttpCall, fetch: Send = globalFetch): Promise<unknown> {
  const { response, body: text } = await requestWithBody(call, fetch, (answer) => answer.text());
  const body = parseJson(text);
  if (call.isJsonOptional && !isRecord(body) && !PAGE.test(text)) return {};
  if (body === undefined) throw await notJson(call, response, text);
  if (isRecord(body) && body['success'] === false) throw await refusal(call, response, text);
  return body;
}

async function requestWithBody<Body, Answered extends Answer>(
  call: HttpCall,
  fetch: Send<Answered>,
  read: (response: Answered) => Promise<Body>,
): Promise<{ response: Answered; body: Body }> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = call;
  const signal = fetch.limitTime?.(timeoutMs, call.signal) ?? anySignal(call.signal, timeoutSignal(timeoutMs));
  try {
    const response = await fetch(call.url, requestInit(call, signal));
    if (!response.ok && !call.alsoGood?.includes(response.status))
      throw await refusal(call, response, await response.text());
    return { response, body: await read(response) };
  } catch (cause) {
    if (cause instanceof AvatarError) throw cause;
    if (call.signal?.aborted) throw abortedError(call.signal.reason);
    // Some browsers quote the header or the address that they refuse.
    const options = { cause: redactCause(cause, secretsOf(call.headers)) };
    if (signal.aborted) {
      throw new AvatarError(
        'TIMEOUT',
        `${call.purpose} got no answer within ${timeoutSeconds(call)} s. Try again.`,
        options,
      );
    }
    throw new AvatarError(
      'NETWORK',
      `${call.purpose} got no answer from ${originOf(call.url)}. Check the connection, the address and the CORS headers.`,
      options,
    );
  }
}

function requestInit(call: HttpCall, signal: AbortSignal): RequestInit {
  const { method = 'POST', headers = {}, body, keepalive, credentials, init } = call;
  return {
    ...init,
    method,
    headers: init ? joinedHeaders(init, headers) : headers,
    signal,
    ...(body === undefined ? {} : { body }),
    ...(keepalive === undefined ? {} : { keepalive }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function joinedHeaders(init: RequestInit, headers: Readonly<Record<string, string>>): Headers {
  const joined = new Headers(init.headers);
  for (const [name, value] of Object.entries(headers)) joined.set(name, value);
  return joined;
}

/** How it is told is loaded when something fails; where that fails too, the status has to do. */
async function refusal(call: HttpCall, response: Answer, text: string): Promise<AvatarError> {
  const code = call.codeOfStatus?.[response.status] ?? CODE_OF_STATUS[response.status] ?? 'API_REQUEST_FAILED';
  const telling = await import('./refusal.js').catch(() => undefined);
  return telling?.refusalOf(code, refused(call, response, text)) ?? plainError(code, call, response);
}

async function notJson(call: HttpCall, response: Answer, text: string): Promise<AvatarError> {
  const telling = await import('./refusal.js').catch(() => undefined);
  return telling?.notJson(refused(call, response, text)) ?? plainError('PROTOCOL', call, response);
}

function refused({ purpose, headers }: HttpCall, response: Answer, text: string): Refused {
  const body = parseJson(text);
  return { purpose, secrets: secretsOf(headers), response, text, fields: isRecord(body) ? body : {} };
}

function plainError(code: AvatarErrorCode, { purpose }: HttpCall, { status }: Answer): AvatarError {
  return new AvatarError(code, `${purpose} was answered with status ${status}.`, { status });
}

/** The headers that were sent as proof, without a scheme word: a server may echo them. */
function secretsOf(headers: HttpCall['headers'] = {}): string[] {
  return Object.entries(headers)
    .filter(([name]) => name === KEY_HEADER || name.toLowerCase() === 'authorization')
    .map(([, value]) => value.replace(/^\S+\s+/, ''));
}

function timeoutSeconds(call: HttpCall): number {
  return (call.timeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000;
}

function originOf(url: string): string {
  return parseUrl(url)?.origin ?? 'the page’s own origin';
}

/** Looked up at each call, so that a page's own wrapper of fetch is used, and called as a plain function. */
export const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);
