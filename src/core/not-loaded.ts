import { AvatarError } from './errors.js';

/** The error of code that could not be loaded. The cause names the file: with the files for script tags, in every browser. */
export function notLoaded(what: string, cause: unknown): AvatarError {
  const message = `${what} could not be loaded. Try again. (${String(cause)})`;
  return new AvatarError('NETWORK', message, { cause });
}
