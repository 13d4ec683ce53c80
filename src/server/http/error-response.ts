import type { Context } from 'hono';

import { abortedError, isAvatarError, type AvatarError, type AvatarErrorCode } from '../../core/errors.js';
import type { Logger, LogLevel } from '../../core/logger.js';
import { failureReason } from '../failure-reason.js';
import { RequestProblem } from '../request-problem.js';
import { TextResponse } from './text-response.js';
import { StoreError } from '../store/guard.js';
import { meaningOfRefusedCreate } from './refused-creates.js';

/** Answers errors, and tells the operator what the visitor is not told. */
export type AnswerError = (error: unknown, context: Context) => Response;

interface Answer {
  status: number;
  code: AvatarErrorCode;
  /** For the visitor: what happened and what to do, and nothing about what stands behind this backend. */
  detail: string;
  headers?: Readonly<Record<string, string>>;
  /** Which limit is used up. */
  limit?: string | undefined;
  /** What the page is told besides. */
  members?: Readonly<Record<string, unknown>>;
  level: LogLevel;
  /** For the operator. */
  hint?: string;
}

const UNUSABLE = 'The avatar service cannot be used at the moment. Try again later.';

/** What the service asks for beyond this is not passed on, in seconds: browsers would wait for years. */
const LONGEST_RETRY_AFTER_S = 3600;

/** After which pages ask again that the service has no room for, in seconds. */
const ASK_AGAIN_IN_S = '30';

/** For the operator. */
const CHECK_ADDRESS = 'check baseUrl (AVATAR_BASE_URL) and createPath';

/** For the operator. */
export const FAILED_UNEXPECTEDLY = 'The avatar backend failed unexpectedly';

/** For the visitor. */
export const UNEXPECTED = {
  status: 500,
  code: 'API_REQUEST_FAILED',
  detail: 'The avatar’s backend failed. Try again later.',
} as const;

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function createErrorAnswers(logger: Logger): AnswerError {
  return (thrown, context) => {
    const { signal } = context.req.raw;
    // What a request dies of once its browser has left says nothing about this backend.
    const error = signal.aborted && !isAvatarError(thrown) ? abortedError(signal.reason) : thrown;
    const answer = answerTo(error);
    // Not known where a request fails before it has one.
    const log = (context.get('log') as Logger | undefined) ?? logger;
    const meaning = isAvatarError(error) ? meaningOfRefusedCreate(error) : undefined;
    log[answer.level](meaning ?? answer.hint ?? 'A request was refused', {
      request: `${context.req.method} ${context.req.path}`,
      status: answer.status,
      ...(isAvatarError(error) && error.status !== undefined ? { upstreamStatus: error.status } : {}),
      reason: mayQuote(error, context.req.path) ? `AvatarError ${error.code}` : failureReason(error),
    });
    return problemResponse(answer);
  };
}

/**
 * An error as `application/problem+json` (RFC 9457), with the fields `success` and `error` besides, which pages written
 * for the Control API look for.
 */
export function problemResponse({
  status,
  code,
  detail,
  headers,
  limit,
  members,
}: Omit<Answer, 'level' | 'hint'>): TextResponse {
  const problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    code,
    ...(limit === undefined ? {} : { limit }),
    ...members,
    success: false,
    error: detail,
  };
  return new TextResponse(JSON.stringify(problem), {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers, 'Content-Type': 'application/problem+json' },
  });
}

/** The service's own words about what is to be said may quote it. */
function mayQuote(error: unknown, path: string): error is AvatarError {
  return isAvatarError(error) && error.status !== undefined && /\/(?:say-text|say-audio|reply)\/?$/.test(path);
}

function answerTo(error: unknown): Answer {
  if (error instanceof RequestProblem) {
    const { status, code, message, headers, limit, members } = error;
    return { status, code, detail: message, headers, limit, members, level: 'debug' };
  }
  if (isAvatarError(error)) return answerToAvatarError(error);
  if (error instanceof StoreError) {
    // Of one that does not answer the operator is told once, not by each visitor.
    return { ...unusable(error.isLate ? 'debug' : 'error', 'The store failed', 503), headers: { 'Retry-After': '5' } };
  }
  return { ...UNEXPECTED, level: 'error', hint: FAILED_UNEXPECTEDLY };
}

function answerToAvatarError(error: AvatarError): Answer {
  switch (error.code) {
    case 'UNAUTHORIZED':
      return unusable(
        'error',
        'The avatar service refused the credentials: check AVATAR_KS / baseUrl (AVATAR_BASE_URL)',
      );
    case 'SESSION_NOT_FOUND':
    case 'SESSION_GONE':
      return unusable('error', `The avatar service does not know the call: ${CHECK_ADDRESS}`);
    case 'INVALID_CONFIGURATION':
      return unusable('error', 'The avatar backend’s options do not allow this', 500);
    case 'CAPACITY':
    case 'RATE_LIMITED':
      return {
        ...unusable('warn', 'The avatar service asks for fewer requests or sessions', 429),
        code: error.code,
        detail: 'All avatars are busy at the moment. Try again later.',
        // Without a word of the service's own, pages would come back when they like.
        headers: { 'Retry-After': ASK_AGAIN_IN_S, ...retryAfter(error) },
      };
    case 'TIMEOUT':
      if (error.details?.['hook'] !== undefined) {
        return {
          ...unusable('error', 'A hook of the avatar backend did not answer in time, and was given up', 504),
          code: error.code,
          detail: 'The avatar’s backend did not answer in time. Try again.',
        };
      }
      return {
        ...unusable('warn', 'The avatar service did not answer in time', 504),
        code: error.code,
        detail: 'The avatar service did not answer in time. Try again.',
      };
    case 'INVALID_INPUT':
      return { status: 400, code: error.code, detail: error.message, level: 'debug' };
    case 'ABORTED':
      return { status: 499, code: error.code, detail: 'The request was given up.', level: 'debug' };
    case 'NETWORK':
      return unusable('error', `The avatar service cannot be reached: ${CHECK_ADDRESS}`);
    case 'PROTOCOL':
      return unusable('error', `What answers is not the avatar service: ${CHECK_ADDRESS}`);
    default:
      return error.status === 503
        ? { ...unusable('warn', 'The avatar service is unavailable', 503), headers: retryAfter(error) }
        : unusable('warn', 'A call to the avatar service failed');
  }
}

function unusable(level: LogLevel, hint: string, status = 502): Answer {
  return { status, code: 'API_REQUEST_FAILED', detail: UNUSABLE, level, hint };
}

function retryAfter({ retryAfterMs }: AvatarError): Record<string, string> {
  if (retryAfterMs === undefined) return {};
  return { 'Retry-After': String(Math.min(Math.ceil(retryAfterMs / 1000), LONGEST_RETRY_AFTER_S)) };
}
