import { isAvatarError } from '../errors.js';

/** For `catch`: an empty text that only ends its turn is refused by some services; what was taken before is said all the same. */
export function exceptRefusedEnd(text: string): (error: unknown) => void {
  return (error) => {
    if (text.trim() !== '' || !isAvatarError(error) || error.status !== 400) throw error;
  };
}
