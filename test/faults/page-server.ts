import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { bundlePage, type PageFiles } from '../support/bundle-page.js';
import { toneMp3 } from '../support/tone-mp3.js';
import type { FaultyLink } from './faulty-link.js';

const PAGE = `<!doctype html><title>faults</title><link rel="icon" href="data:,"><div id="stage"></div>
<script type="module" src="/page.js"></script>`;

const BACKEND = /^\/backends\/([^/]+)(\/.*)$/;

export interface FaultsPage {
  url: string;
  /** The ways to the backends of the cells that are being played, by the cell's name in their path. */
  links: Map<string, FaultyLink>;
  close(): Promise<void>;
}

/** Where a cell's page finds its backend. */
export function endpointOf(name: string): string {
  return `/backends/${name}/api/avatar/session`;
}

/** Serves the page that plays the cells, and leads to the backend of each. */
export async function serveFaultsPage(): Promise<FaultsPage> {
  const scripts = await bundlePage(new URL('page/main.ts', import.meta.url));
  const [tone, story] = await Promise.all(
    [0.3, 8].map(async (seconds) => Buffer.from(await (await toneMp3(seconds)).arrayBuffer())),
  );
  const files: PageFiles = new Map([...scripts, ['tone.mp3', tone ?? ''], ['story.mp3', story ?? '']]);
  const links = new Map<string, FaultyLink>();
  const server = createServer((request, response) => {
    // Chromium sends a request again, by itself, where a connection that it has used before ends without a word.
    response.setHeader('Connection', 'close');
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const [, name = '', path = ''] = BACKEND.exec(pathname) ?? [];
    const link = links.get(name);
    const file = files.get(pathname.slice(1));
    if (link) link.carry(request, response, path).catch(() => response.destroy());
    else if (file === undefined) response.setHeader('Content-Type', 'text/html').end(PAGE);
    else response.setHeader('Content-Type', pathname.endsWith('.js') ? 'text/javascript' : 'audio/mpeg').end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    links,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
