import { inspect } from 'node:util';

import type { Logger } from '../../src/core/logger.js';
import { EventJournal } from './event-journal.js';

/** Writes down every line, as a log that redacts nothing by itself would, and lets a test wait for one. */
export function createLogEvents(): { lines: EventJournal<string>; logger: Logger } {
  const lines = new EventJournal<string>();
  const write =
    (level: string) =>
    (message: string, details?: unknown): void =>
      lines.add(`${level} ${message} ${inspect(details, { depth: 9 })}`);
  return { lines, logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') } };
}
