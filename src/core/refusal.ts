import { AvatarError, type AvatarErrorCode } from './errors.js';
import { isRecord } from './json-reader.js';
import { redactText } from './redact.js';

/** An answer that cannot be gone on with. */
export interface Refused {
  /** What the request was for. */
  purpose: string;
  /** What the request showed as proof: an answer may quote it. */
  secrets: readonly string[];
  response: Pick<Response, 'ok' | 'status'> & { headers: Pick<Headers, 'get'> };
  /** Its body. */
  text: string;
  /** The fields of the body, where that is a JSON object. */
  fields: Readonly<Record<string, unknown>>;
}

const EXCERPT_LENGTH = 160;

/** Of a long body only the beginning is looked at, cut between two words so that no half of a secret is left. */
const BEGINNING = /^[\s\S]{0,10000}(?!\S)/;

const ADVICE: Partial<Record<AvatarErrorCode, string>> = {
  CONSENT_REQUIRED: 'Ask the visitor first, and send what they consent to.',
  UNAUTHORIZED: 'Check the credentials, or ask for a new session.',
  SESSION_NOT_FOUND: 'The session does not exist: start a new one.',
  SESSION_GONE: 'The session is over: start a new one.',
  RATE_LIMITED: 'Too many requests: try again later.',
  CAPACITY: 'All sessions are in use: try again later.',
};

/** @param code What its status says; an answer of our own backend knows better. */
export function refusalOf(code: AvatarErrorCode, refused: Refused): AvatarError {
  const { purpose, response, fields } = refused;
  const { ok, status, headers } = response;
  const meant = codeInBody(fields) ?? code;
  const said = excerpt(refused);
  const outcome = ok ? 'was refused' : `was refused with status ${status}`;
  // A date is one on the server's clock; a page may not see that.
  const now = Date.parse(headers.get('Date') ?? '') || Date.now();
  const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), now);
  return new AvatarError(
    meant,
    [`${purpose} ${outcome}${said ? `: ${said}` : '.'}`, saysWhatToDo(fields) ? undefined : ADVICE[meant]]
      .filter(Boolean)
      .join(' '),
    {
      status,
      details: { call: purpose, ...consentIn(meant, fields), ...queueIn(meant, fields) },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

export function notJson(refused: Refused): AvatarError {
  const { purpose, response, text } = refused;
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? 'an unknown type';
  const what = text.trim() === '' ? 'an empty body' : `${type} (“${excerpt(refused)}”)`;
  return new AvatarError('PROTOCOL', `${purpose} was answered with ${what}, not JSON.`, { status: response.status });
}

/** Our own backend's problems say what to do; they are known by their code. */
function saysWhatToDo({ code }: Refused['fields']): boolean {
  return typeof code === 'string';
}

/** Our own backend tells apart by its problem's `code` what one status cannot: 429 and 403 are either. */
function codeInBody({ code }: Refused['fields']): AvatarErrorCode | undefined {
  return code === 'CAPACITY' || code === 'RATE_LIMITED' || code === 'CONSENT_REQUIRED' ? code : undefined;
}

/** What the visitor is to be asked for: `{ version?, for }`. */
function consentIn(code: AvatarErrorCode, { consent }: Refused['fields']): { consent?: Record<string, unknown> } {
  return code === 'CONSENT_REQUIRED' && isRecord(consent) ? { consent } : {};
}

/** Whether visitors wait: `{ length }`. */
function queueIn(code: AvatarErrorCode, { queue }: Refused['fields']): { queue?: Record<string, unknown> } {
  return code === 'CAPACITY' && isRecord(queue) ? { queue } : {};
}

/** What the body says, short, in one line, without markup and without secrets; always ends like a sentence. */
function excerpt({ text, fields, secrets }: Refused): string {
  const messages = [fields['error'], fields['detail'], fields['title'], fields['message']];
  const message = messages.find((field) => typeof field === 'string') ?? text;
  const line = (BEGINNING.exec(message)?.[0] ?? '')
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const redacted = redactText(line, secrets);
  const short = redacted.length > EXCERPT_LENGTH ? `${redacted.slice(0, EXCERPT_LENGTH)}…` : redacted;
  return short === '' || /[.!?…]$/.test(short) ? short : `${short}.`;
}

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null, now: number = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
