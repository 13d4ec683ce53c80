import type { AvatarError } from '../core/errors.js';

/** Whether an open session can go on no more, once fresh credentials have been tried. What is only forbidden (403) leaves the rest. */
export function isFatal({ code, status }: AvatarError): boolean {
  return code === 'SESSION_GONE' || (code === 'UNAUTHORIZED' && status === 401);
}
