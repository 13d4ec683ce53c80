import { AvatarError } from '../core/errors.js';
import type { Complain } from '../core/json-reader.js';

/** Of an option of `who` that is missing or wrong. */
export const complaintOf =
  (who: string): Complain =>
  (path, expected) => {
    throw new AvatarError('INVALID_CONFIGURATION', `${who}: ${path} should be ${expected}.`);
  };

/** Of a variable of the environment that is missing or wrong. */
export const complainOfVariable: Complain = (name, expected) => {
  throw new AvatarError('INVALID_CONFIGURATION', `${name} should be ${expected}.`);
};
