import { AvatarError, isAvatarError, isSessionOver } from '../core/errors.js';

/** What a status from here is about: the address or the page's origin, not a session. */
export function explainFailure(error: unknown, url: string): unknown {
  if (!isAvatarError(error)) return error;
  const { pathname, origin } = new URL(url);
  // The browser withholds the answer from a page that the backend has not allowed: then there is none at all.
  if (origin !== window.origin && error.code === 'NETWORK') {
    return new AvatarError(
      'NETWORK',
      `The session request got no answer from ${origin}. Check the address and the connection. A backend of another origin has to allow this page: allowedOrigins: ['${window.origin}'].`,
      { cause: error },
    );
  }
  if (!isSessionOver(error)) return error;
  return new AvatarError(
    'API_REQUEST_FAILED',
    `There is no session endpoint at ${pathname} (status ${error.status ?? 404}). Check session-endpoint.`,
    {
      cause: error,
      ...(error.status === undefined ? {} : { status: error.status }),
    },
  );
}
