import { AvatarError } from '../errors.js';

export function nothingToSay(): AvatarError {
  return new AvatarError('INVALID_INPUT', 'There is nothing to say: the text is empty.');
}
