import { pageAddress } from '../../core/page-address.js';
import type { Fetch } from '../../core/http.js';
import { isPageLeft, watchPage } from '../../core/page-leaving.js';

/** What is added to requests to the page's backend: as `fetch` takes it, or a function that gives it for each request. */
export type BackendRequestInit = RequestInit | (() => RequestInit | Promise<RequestInit>);

/** How the page's own backend is reached. */
export interface BackendAccess {
  readonly sessionEndpoint: string | null;
  readonly credentials: RequestCredentials;
  readonly requestInit: BackendRequestInit | null;
}

/** The end of a session waits no longer than this for the page's function, in milliseconds. */
const END_WAITS_MS = 2000;

/**
 * Sends what goes to the page's own backend with the element's `credentials` and `requestInit` of that moment, and the rest as
 * it is. A session is ended with what was given last where nothing newer is to be had: a page that is being left cannot wait.
 */
export function backendFetch(access: BackendAccess): Fetch {
  watchPage();
  let latest: RequestInit = {};
  return async (input, init) => {
    const { sessionEndpoint, credentials } = access;
    if (sessionEndpoint === null || originOf(input) !== originOf(sessionEndpoint)) return fetch(input, init);
    const given = init.keepalive ? lastResort(access, latest) : ask(access, init.signal);
    // Without a wait where there is nothing to wait for: a page that is being left has no next tick.
    latest = given instanceof Promise ? await given : given;
    const headers = new Headers(latest.headers);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(input, {
      credentials,
      ...latest,
      ...init,
      ...(init.credentials ? { credentials: latest.credentials ?? credentials } : {}),
      headers,
    });
  };
}

/** Where a call of a session of this endpoint goes: the path goes on, and a query stays what it is. */
export function sessionCallUrl(sessionEndpoint: string, sessionId: string, call: string, base: string): string {
  const url = new URL(sessionEndpoint, base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(sessionId)}/${call}`;
  return url.href;
}

function ask({ requestInit }: BackendAccess, signal?: AbortSignal | null): RequestInit | Promise<RequestInit> {
  const given = (typeof requestInit === 'function' ? requestInit() : requestInit) ?? {};
  if (!isPromise(given)) return given;
  // fetch, which would see the signal, has not been called yet.
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    given.then(resolve, reject);
  });
}

/** What the page gives now, or `latest` where that fails, takes long, or the page is being left. */
function lastResort(access: BackendAccess, latest: RequestInit): RequestInit | Promise<RequestInit> {
  try {
    const given = ask(access);
    if (!isPromise(given)) return given;
    if (isPageLeft()) {
      given.catch(() => undefined);
      return latest;
    }
    return new Promise((resolve) => {
      const over = new AbortController();
      const settle = (init: RequestInit): void => {
        over.abort();
        clearTimeout(timer);
        resolve(init);
      };
      const timer = setTimeout(() => settle(latest), END_WAITS_MS);
      window.addEventListener('pagehide', () => settle(latest), { signal: over.signal });
      given.then(settle, () => settle(latest));
    });
  } catch {
    return latest;
  }
}

function isPromise(value: RequestInit | Promise<RequestInit>): value is Promise<RequestInit> {
  return 'then' in value;
}

function originOf(url: string): string {
  return new URL(url, pageAddress()).origin;
}
