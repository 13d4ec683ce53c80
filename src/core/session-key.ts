import type { SessionGrant } from './protocol.js';

/** Takes the session's key where the `Authorization` header is somebody else's. */
export const KEY_HEADER = 'Avatar-Session-Key';

/**
 * The headers that prove to the backend that a session is this page's.
 * @param isAuthorizationTaken Whether the page sends an `Authorization` header of its own, which has to stay as it is.
 */
export function proofOf(
  { key, keyHeader }: Pick<SessionGrant, 'key' | 'keyHeader'>,
  isAuthorizationTaken = false,
): Record<string, string> {
  if (key === undefined) return {};
  return isAuthorizationTaken || keyHeader ? { [KEY_HEADER]: key } : { Authorization: `Bearer ${key}` };
}
