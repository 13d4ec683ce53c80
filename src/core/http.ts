import { anySignal, timeoutSignal } from './abort-signals.js';
import { parseUrl } from './parse-url.js';
import { AvatarError, abortedError, type AvatarErrorCode } from './errors.js';
import { isRecord } from './json-reader.js';
import { redactCause, redactText } from './redact.js';
import { KEY_HEADER } from './session-key.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

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

const EXCERPT_LENGTH = 160;

/** Of a long body only the beginning is looked at, cut between two words so that no half of a secret is left. */
const BEGINNING = /^[\s\S]{0,10000}(?!\S)/;

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

const ADVICE: Partial<Record<AvatarErrorCode, string>> = {
  UNAUTHORIZED: 'Check the credentials, or ask for a new session.',
  SESSION_NOT_FOUND: 'The session does not exist: start a new one.',
  SESSION_GONE: 'The session is over: start a new one.',
  RATE_LIMITED: 'Too many requests: try again later.',
  CAPACITY: 'All sessions are in use: try again later.',
};

/**
 * Sends a request and returns the response where its status is 2xx.
 *
 * @throws {AvatarError} `NETWORK` without an answer, `TIMEOUT`, `ABORTED`, and by status: `UNAUTHORIZED` (401, 403),
 * `SESSION_NOT_FOUND` (404), `SESSION_GONE` (410), `RATE_LIMITED` (429), `API_REQUEST_FAILED` (any other).
 */
export async function request(call: HttpCall, fetch: Fetch = globalFetch): Promise<Response> {
  return (await requestWithBody(call, fetch, () => Promise.resolve())).response;
}

/** As {@link request}, with the answer's body as text. @throws {AvatarError} */
export async function requestText(
  call: HttpCall,
  fetch: Fetch = globalFetch,
): Promise<{ response: Response; body: string }> {
  return requestWithBody(call, fetch, (response) => response.text());
}

/**
 * Sends a request and returns the JSON body of the response.
 *
 * @throws {AvatarError} As {@link request}; `PROTOCOL` where the body is not JSON and has to be, and `API_REQUEST_FAILED`
 * where it says `success: false`.
 */
export async function requestJson(call: HttpCall, fetch: Fetch = globalFetch): Promise<unknown> {
  const { response, body: text } = await requestText(call, fetch);
  const body = parseJson(text);
  if (call.isJsonOptional && !isRecord(body) && !PAGE.test(text)) return {};
  if (body === undefined) {
    throw new AvatarError(
      'PROTOCOL',
      `${call.purpose} was answered with ${describeBody(response, text, call)}, not JSON.`,
      {
        status: response.status,
      },
    );
  }
  if (isRecord(body) && body['success'] === false) throw refusal(call, response, text);
  return body;
}

async function requestWithBody<Body>(
  call: HttpCall,
  fetch: Fetch,
  read: (response: Response) => Promise<Body>,
): Promise<{ response: Response; body: Body }> {
  const timeout = timeoutSignal(call.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = anySignal(call.signal, timeout);
  try {
    const response = await fetch(call.url, requestInit(call, signal));
    if (!response.ok && !call.alsoGood?.includes(response.status)) throw refusal(call, response, await response.text());
    return { response, body: await read(response) };
  } catch (cause) {
    if (cause instanceof AvatarError) throw cause;
    if (call.signal?.aborted) throw abortedError(call.signal.reason);
    // Some browsers quote the header or the address that they refuse.
    const options = { cause: redactCause(cause, secretsOf(call)) };
    if (timeout.aborted) {
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
  const { method = 'POST', headers, body, keepalive, credentials, init } = call;
  const joined = new Headers(init?.headers);
  for (const [name, value] of Object.entries(headers ?? {})) joined.set(name, value);
  return {
    ...init,
    method,
    headers: joined,
    signal,
    ...(body === undefined ? {} : { body }),
    ...(keepalive === undefined ? {} : { keepalive }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function refusal(call: HttpCall, response: Response, text: string): AvatarError {
  const { status } = response;
  const code = codeInBody(text) ?? call.codeOfStatus?.[status] ?? CODE_OF_STATUS[status] ?? 'API_REQUEST_FAILED';
  const said = excerpt(text, call);
  const outcome = response.ok ? 'was refused' : `was refused with status ${status}`;
  const { headers } = response;
  // A date is one on the server's clock; a page may not see that.
  const now = Date.parse(headers.get('Date') ?? '') || Date.now();
  const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), now);
  return new AvatarError(
    code,
    [`${call.purpose} ${outcome}${said ? `: ${said}` : '.'}`, saysWhatToDo(text) ? undefined : ADVICE[code]]
      .filter(Boolean)
      .join(' '),
    {
      status,
      details: { call: call.purpose },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

/** Our own backend's problems say what to do; they are known by their code. */
function saysWhatToDo(text: string): boolean {
  const body = parseJson(text);
  return isRecord(body) && typeof body['code'] === 'string';
}

/** Our own backend tells apart by its problem's `code` what one status cannot: 429 is either. */
function codeInBody(text: string): AvatarErrorCode | undefined {
  const body = parseJson(text);
  const code = isRecord(body) ? body['code'] : undefined;
  return code === 'CAPACITY' || code === 'RATE_LIMITED' ? code : undefined;
}

/** What the body says, short, in one line, without markup and without secrets; always ends like a sentence. */
function excerpt(text: string, call: HttpCall): string {
  const body = parseJson(text);
  const fields = isRecord(body) ? [body['error'], body['detail'], body['title'], body['message']] : [];
  const message = fields.find((field) => typeof field === 'string') ?? text;
  const line = (BEGINNING.exec(message)?.[0] ?? '')
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const redacted = redactText(line, secretsOf(call));
  const short = redacted.length > EXCERPT_LENGTH ? `${redacted.slice(0, EXCERPT_LENGTH)}…` : redacted;
  return short === '' || /[.!?…]$/.test(short) ? short : `${short}.`;
}

function describeBody(response: Response, text: string, call: HttpCall): string {
  if (text.trim() === '') return 'an empty body';
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? 'an unknown type';
  return `${type} (“${excerpt(text, call)}”)`;
}

/** The headers that were sent as proof, without a scheme word: a server may echo them. */
function secretsOf(call: HttpCall): string[] {
  return Object.entries(call.headers ?? {})
    .filter(([name]) => name === KEY_HEADER || name.toLowerCase() === 'authorization')
    .map(([, value]) => value.replace(/^\S+\s+/, ''));
}

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null, now: number = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function timeoutSeconds(call: HttpCall): number {
  return (call.timeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000;
}

function originOf(url: string): string {
  return parseUrl(url)?.origin ?? 'the page’s own origin';
}

/** Looked up at each call, so that a page's own wrapper of fetch is used, and called as a plain function. */
export const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);
