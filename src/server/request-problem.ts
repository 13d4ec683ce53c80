import type { AvatarErrorCode } from '../core/errors.js';
import type { Complain } from '../core/json-reader.js';

/** A request that this backend refuses by itself. `message` is shown to the visitor. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly status: number;
  readonly code: AvatarErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  /** Which limit refuses it, such as `charactersPerDay`. */
  readonly limit: string | undefined;
  /** What a page is told besides. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    message: string,
    options: {
      code?: AvatarErrorCode;
      headers?: Record<string, string>;
      limit?: string | undefined;
      members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = options.code ?? CODE_OF_STATUS[status] ?? 'INVALID_CONFIGURATION';
    this.headers = options.headers ?? {};
    this.limit = options.limit;
    this.members = options.members ?? {};
  }
}

const CODE_OF_STATUS: Readonly<Record<number, AvatarErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'UNAUTHORIZED',
  404: 'SESSION_NOT_FOUND',
  410: 'SESSION_GONE',
  503: 'API_REQUEST_FAILED',
};

/** What is wrong with the body of a request, as a 400. */
export const badRequest: Complain = (path, expected) => {
  throw new RequestProblem(400, `The request: ${path} should be ${expected}.`);
};

export function textTooLong(textLength: number): RequestProblem {
  return new RequestProblem(413, `The text is too long: at most ${textLength} characters at a time.`, {
    code: 'INVALID_INPUT',
  });
}

export function noSuchSession(): RequestProblem {
  return new RequestProblem(404, 'There is no such session, or it is over: start a new one.');
}
