export interface RefusalOptions {
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A request that the simulated service turns down, with the status and the message that it is answered with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: RefusalStatus;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: RefusalStatus, message: string, { retryAfterSeconds, cause }: RefusalOptions = {}) {
    super(message, { cause });
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The headers that go with the status. */
  get headers(): Record<string, string> {
    return this.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(this.retryAfterSeconds) };
  }
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 415 | 429 | 503;

/** The message for what was not foreseen, as the service words it. */
export const INTERNAL_ERROR = 'Internal server error';
