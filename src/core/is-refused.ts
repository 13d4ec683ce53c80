import { isAvatarError } from './errors.js';

/** Whether the service does not know the credentials (401); one that only forbids a call (403) knows them. */
export function isRefused(error: unknown): boolean {
  return isAvatarError(error) && error.status === 401;
}
