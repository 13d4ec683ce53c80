import type { Fetch } from '../../core/http.js';

/** What is added to requests to the page's backend: as `fetch` takes it, or a function that gives it for each request. */
export type BackendRequestInit = RequestInit | (() => RequestInit | Promise<RequestInit>);

/** How the page's own backend is reached. */
export interface BackendAccess {
  readonly sessionEndpoint: string | null;
  readonly credentials: RequestCredentials;
  readonly requestInit: BackendRequestInit | null;
}

/**
 * Sends what goes to the page's own backend with the element's `credentials` and `requestInit` of that moment, and the rest as
 * it is.
 */
export function backendFetch(access: BackendAccess): Fetch {
  let latest: RequestInit | undefined;
  const current = (): RequestInit | Promise<RequestInit> => {
    const given = access.requestInit;
    return (typeof given === 'function' ? given() : given) ?? {};
  };
  return async (input, init) => {
    const { sessionEndpoint, credentials } = access;
    if (sessionEndpoint === null || originOf(input) !== originOf(sessionEndpoint)) return fetch(input, init);
    const given = current();
    // A page that is being left waits for nothing.
    if (!(given instanceof Promise) || !init.keepalive) latest = given instanceof Promise ? await given : given;
    else given.catch(() => undefined);
    const headers = new Headers(latest?.headers);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(input, {
      credentials,
      ...latest,
      ...init,
      ...(init.credentials ? { credentials: latest?.credentials ?? credentials } : {}),
      headers,
    });
  };
}

function originOf(url: string): string {
  return new URL(url, document.baseURI).origin;
}
