import type { Fetch } from '../core/http.js';
import type { AvatarSettings } from './settings/avatar-settings.js';

/** Sends what goes to the page's own backend with the element's `credentials` and `requestInit`, and the rest as it is. */
export function backendFetch({
  sessionEndpoint,
  credentials,
  requestInit,
}: Pick<AvatarSettings, 'sessionEndpoint' | 'credentials' | 'requestInit'>): Fetch {
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
