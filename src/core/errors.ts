import { redact, redactCause, redactText } from './redact.js';

/**
 * Every way in which an avatar can fail, and whether trying the same thing again can help.
 *
 * The codes of Kaltura's client SDK are here under their names; the others are told apart so that a page can
 * say something useful about them.
 */
const RECOVERABLE = {
  /** The backend asks for the visitor's consent first (403); `details.consent` says to what. */
  CONSENT_REQUIRED: false,
  /** No such session (404). */
  SESSION_NOT_FOUND: false,
  /** A method was called in a state that does not allow it. */
  INVALID_STATE: false,
  /** The credentials were refused (401, 403). */
  UNAUTHORIZED: false,
  /** The caller's signal, or the end of the session, stopped it. */
  ABORTED: false,
  /** The session is over (410), or the service no longer knows it although it was open. */
  SESSION_GONE: false,
  /** This browser lacks WebRTC. */
  UNSUPPORTED_BROWSER: false,
  /** What is to be said cannot be: an empty text, a file that is no MP3. */
  INVALID_INPUT: false,
  /** An option or attribute is missing or wrong. */
  INVALID_CONFIGURATION: false,
  /** The answer is not what the protocol says: HTML, broken JSON, a missing field. */
  PROTOCOL: false,
  /** The Control API or the session endpoint answered with an error that no other code describes. */
  API_REQUEST_FAILED: true,
  /** The service has no free session now: its limit of sessions at once is reached (429 on create). */
  CAPACITY: true,
  /** The browser plays no sound before the visitor has clicked or pressed a key; the picture plays muted. */
  AUTOPLAY_BLOCKED: true,
  /** The request got no answer at all: offline, DNS, CORS, or a dropped connection. */
  NETWORK: true,
  /** The connection is up, but no picture arrives. */
  MEDIA_STALLED: true,
  /** The service asked for fewer requests (429). */
  RATE_LIMITED: true,
  /** The WebRTC connection could not be made, or broke. */
  RTC_CONNECTION_FAILED: true,
  /** No answer in time. */
  TIMEOUT: true,
} as const;

export type AvatarErrorCode = keyof typeof RECOVERABLE;

/** The codes as values, for `error.code === AvatarErrorCode.UNAUTHORIZED`. */
export const AvatarErrorCode = /* @__PURE__ */ Object.freeze(
  Object.fromEntries(Object.keys(RECOVERABLE).map((code) => [code, code])),
) as { readonly [Code in AvatarErrorCode]: Code };

export function isErrorCode(code: string): code is AvatarErrorCode {
  return Object.hasOwn(RECOVERABLE, code);
}

export interface AvatarErrorOptions {
  /** What made it fail. */
  cause?: unknown;
  /** The HTTP status of the answer that made it fail. */
  status?: number;
  /** How long the service asks to wait before the next try, in milliseconds (`Retry-After`). */
  retryAfterMs?: number;
  /** Facts for support and logs. Never a token or a KS. */
  details?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class of this package. `message` says what happened and what to do about it. Whatever looks like a token
 * or a KS is taken out of the message, the details and the cause.
 */
export class AvatarError extends Error {
  override readonly name = 'AvatarError';
  readonly code: AvatarErrorCode;
  /** Whether the same call can succeed later. */
  readonly recoverable: boolean;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: AvatarErrorCode, message: string, options: AvatarErrorOptions = {}) {
    super(redactText(message), 'cause' in options ? { cause: redactCause(options.cause) } : undefined);
    this.code = code;
    this.recoverable = RECOVERABLE[code];
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details && (redact(options.details) as Readonly<Record<string, unknown>>);
  }
}

/** Whether `error` is an {@link AvatarError}, also one from another copy of this package or another realm. */
export function isAvatarError(error: unknown): error is AvatarError {
  return typeof error === 'object' && error !== null && 'code' in error && nameOf(error) === 'AvatarError';
}

/** Whether the service says that there is no such session, or none any more. */
export function isSessionOver(error: unknown): boolean {
  return isAvatarError(error) && (error.code === 'SESSION_NOT_FOUND' || error.code === 'SESSION_GONE');
}

/** `error` itself where it is an {@link AvatarError}, else a new one of `code` with `error` as its cause. */
export function toAvatarError(error: unknown, code: AvatarErrorCode, message: string): AvatarError {
  if (isAvatarError(error)) return error;
  if (nameOf(error) === 'AbortError') return abortedError(error);
  return new AvatarError(code, message, { cause: error });
}

/** The error of a call that its caller, or the end of the session, stopped. */
export function abortedError(cause?: unknown): AvatarError {
  return isAvatarError(cause) ? cause : new AvatarError('ABORTED', 'The call was aborted.', { cause });
}

function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}
