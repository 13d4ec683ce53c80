import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';

import type { Logger } from '../../core/logger.js';
import type { Env } from './pipeline.js';

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
    context.set('log', withFields(logger, { requestId }));
    await next();
    context.header(HEADER, requestId);
  });
}

function withFields(logger: Logger, fields: object): Logger {
  const write =
    (level: keyof Logger) =>
    (message: string, details: object = {}): void =>
      logger[level](message, { ...fields, ...details });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
