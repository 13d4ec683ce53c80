import type { Logger } from '../../src/core/logger.js';

export function ignore(): void {
  // What is told here is not the test's subject.
}

/** For tests whose subject is not the log. */
export const SILENT: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
