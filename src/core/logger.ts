import type { AvatarError, AvatarErrorCode } from './errors.js';
import { redact, redactText } from './redact.js';

/**
 * - `error`: the avatar does not work, or something that was rightly asked for did not happen; somebody has to do something.
 * - `warn`: something failed and was mended or worked around, or the page asks for what cannot be.
 * - `info`: a session's milestones, a handful of lines in its life.
 * - `debug`: every request and transition, for those who look for a fault.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Logger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function isLogLevel(value: unknown): value is LogLevel {
  return LEVELS.includes(value as LogLevel);
}

/** What the page asks for and cannot have, and a sound that waits for the visitor's click: the avatar itself goes on. */
const WARNINGS: ReadonlySet<AvatarErrorCode> = new Set(['INVALID_STATE', 'INVALID_INPUT', 'AUTOPLAY_BLOCKED']);

/** Writes an error that a caller or a listener is told of, at the level that it has by the rule of {@link LogLevel}. */
export function logError(logger: Logger, error: AvatarError): void {
  logger[WARNINGS.has(error.code) ? 'warn' : 'error'](error.message, error);
}

/** A logger that keeps what is below `level` to itself, and secrets always. Default: level `info`, to the console. */
export function createLogger(level: LogLevel = 'info', sink: Logger = console): Logger {
  const write =
    (at: LogLevel) =>
    (message: string, details?: unknown): void => {
      if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
      const line = `[kaltura-avatar] ${redactText(message)}`;
      // Some pages take methods from the console.
      if (details === undefined) (sink as Partial<Logger>)[at]?.(line);
      else (sink as Partial<Logger>)[at]?.(line, redact(details));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
