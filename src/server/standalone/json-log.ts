import { pino, type DestinationStream } from 'pino';

import type { Logger, LogLevel } from '../../core/logger.js';
import { redact, redactText } from '../../core/redact.js';

/** Lines of JSON, one for each message, without secrets. */
export function createJsonLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: asWord } };
  const log = destination ? pino(options, destination) : pino(options);
  const write =
    (at: LogLevel) =>
    (message: string, details?: unknown): void => {
      const clean = redact(details);
      const fields =
        typeof clean === 'object' && clean !== null && !(clean instanceof Error) ? clean : { details: clean };
      log[at](fields, redactText(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function asWord(level: string): { level: string } {
  return { level };
}
