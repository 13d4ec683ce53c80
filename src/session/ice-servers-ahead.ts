import { toIceServers } from '../core/ice-servers.js';
import { requestJson, type Fetch } from '../core/http.js';
import { pageAddress } from '../core/page-address.js';
import { parseUrl } from '../core/parse-url.js';
import { parseTurn } from '../core/protocol-guards.js';
import { recentIceServers, rememberIceServers } from './recent-ice-servers.js';

let learning: Promise<void> | undefined;

/** As `learnIceServers`. */
export function learn(endpoint: string, fetch: Fetch | undefined): Promise<void> {
  learning ??= ask(endpoint, fetch).finally(() => (learning = undefined));
  return learning;
}

async function ask(endpoint: string, fetch: Fetch | undefined): Promise<void> {
  const url = parseUrl(endpoint, pageAddress());
  if (recentIceServers() || !url || !/\/session\/?$/.test(url.pathname)) return;
  url.pathname = url.pathname.replace(/session\/?$/, 'ice-servers');
  url.search = '';
  try {
    const turn = parseTurn(await requestJson({ purpose: 'ice-servers', method: 'GET', url: url.href }, fetch));
    if (turn) rememberIceServers(toIceServers(turn));
  } catch {
    // The session itself brings them.
  }
}
