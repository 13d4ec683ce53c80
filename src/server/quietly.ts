import type { Logger } from '../core/logger.js';

/**
 * Asks what only watches, such as a log or a meter: a visitor is served whatever it fails of, and whether it is asynchronous
 * against its type or not. Undefined where it fails.
 */
export function quietly<Result>(ask: () => Result): Result | undefined {
  try {
    const given = ask();
    if (given instanceof Promise) given.catch(() => undefined);
    return given;
  } catch {
    return undefined;
  }
}

/** The same log, which fails nobody. */
export function quietLogger(logger: Logger): Logger {
  const write =
    (level: keyof Logger) =>
    (message: string, details?: unknown): void =>
      quietly(() => logger[level](message, details));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
