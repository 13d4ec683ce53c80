import { pageAddress } from '../../core/page-address.js';
import { parseUrl } from '../../core/parse-url.js';

/** Another call of the backend that opens sessions; undefined where its endpoint is not called as ours is, `…/session`. */
export function besideSessions(sessionEndpoint: string | null, call: string): URL | undefined {
  const url = sessionEndpoint === null ? undefined : parseUrl(sessionEndpoint, pageAddress());
  if (!url || !/\/session\/?$/.test(url.pathname)) return undefined;
  url.pathname = url.pathname.replace(/session\/?$/, call);
  return url;
}
