import { AvatarError } from '../core/errors.js';

/**
 * Options that may be left out, but are numbers: timers and waits take what is none for 0, and counts for no end.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option.
 */
export function checkNumbers(options: object): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new AvatarError('INVALID_CONFIGURATION', `${name} should be a number from 0 on.`);
  }
}
