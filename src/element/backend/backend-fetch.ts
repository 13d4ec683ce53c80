import type { Fetch } from '../../core/http.js';

/** How the page's own backend is reached. */
export interface BackendAccess {
  readonly sessionEndpoint: string | null;
  readonly credentials: RequestCredentials;
  readonly requestInit: RequestInit | null;
}

/** Sends what goes to the page's own backend with the element's `credentials` and `requestInit`, and the rest as it is. */
export function backendFetch({ sessionEndpoint, credentials, requestInit }: BackendAccess): Fetch {
  if (sessionEndpoint === null) return (input, init) => fetch(input, init);
  const { origin } = new URL(sessionEndpoint, document.baseURI);
  return (input, init) => {
    if (new URL(input, document.baseURI).origin !== origin) return fetch(input, init);
    const headers = new Headers(requestInit?.headers);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(input, {
      credentials,
      ...requestInit,
      ...init,
      ...(init.credentials ? { credentials } : {}),
      headers,
    });
  };
}
