import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';

import type { Logger } from '../../core/logger.js';
import type { Env } from './pipeline.js';
import { setHeader } from './text-response.js';

const HEADER = 'X-Request-Id';

/** As proxies write them: ids, numbers and UUIDs. What is longer, or holds anything else, is not one. */
const REQUEST_ID = /^[\w.:=+/@-]{1,128}$/;

/**
 * Names each request, in its answer and in the lines of the log that are about it: by the id that a trusted proxy gave it, else
 * by one of its own. Visitors do not choose what stands in the log.
 */
export function withRequestId({
  logger,
  trustsRequestIds,
}: {
  logger: Logger;
  trustsRequestIds: boolean;
}): MiddlewareHandler<Env> {
  return createMiddleware<Env>(async (context, next) => {
    const given = trustsRequestIds ? context.req.header(HEADER) : undefined;
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : crypto.randomUUID();
    context.set('requestId', requestId);
    context.set('log', new RequestLog(logger, requestId));
    await next();
    setHeader(context, HEADER, requestId);
  });
}

/** One is made for each request, and few of them write anything. */
class RequestLog implements Logger {
  readonly #logger: Logger;
  readonly #requestId: string;

  constructor(logger: Logger, requestId: string) {
    this.#logger = logger;
    this.#requestId = requestId;
  }

  debug(message: string, details?: object): void {
    this.#logger.debug(message, { requestId: this.#requestId, ...details });
  }

  info(message: string, details?: object): void {
    this.#logger.info(message, { requestId: this.#requestId, ...details });
  }

  warn(message: string, details?: object): void {
    this.#logger.warn(message, { requestId: this.#requestId, ...details });
  }

  error(message: string, details?: object): void {
    this.#logger.error(message, { requestId: this.#requestId, ...details });
  }
}
