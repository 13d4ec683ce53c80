import { subscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import { NO_LIMITS } from '../../support/no-limits.js';
import { SILENT } from '../../support/silent.js';
import { createExpressSample } from '../backend/express-sample.js';
import type { ServerMark } from './server-mark.js';

export interface SiteStart {
  key: string;
  cert: string;
  /** Of the Control API, as the backends reach it. */
  baseUrl: string;
  ks: string;
  /** Documents and scripts by their paths. */
  files: Record<string, string>;
}

export type SiteMethods = Readonly<{
  /** Gives the port. */
  start: { params: SiteStart; result: number };
  /** What the site has been asked and has asked since the last call. */
  takeMarks: { params: undefined; result: ServerMark[] };
}>;

const CDN = new URL('../../../dist/cdn/', import.meta.url);

let marks: ServerMark[] = [];
const mark = (what: ServerMark['what'], path: string): void => {
  marks.push({ what, path, at: Number(process.hrtime.bigint() / 1000n) });
};
subscribe('http.client.request.start', (message) => mark('asks', (message as { request: ClientRequest }).request.path));
subscribe('http.client.response.finish', (message) =>
  mark('is answered', (message as { request: ClientRequest }).request.path),
);
subscribe('http.server.request.start', (message) =>
  mark('is asked', (message as { request: IncomingMessage }).request.url ?? ''),
);
subscribe('http.server.response.finish', (message) =>
  mark('answers', (message as { request: IncomingMessage }).request.url ?? ''),
);

serveParent<SiteMethods>({
  start: async ({ key, cert, baseUrl, ks, files }) => {
    const handleApi = toNodeHandler(
      createAvatarBackend({ ks, baseUrl, createPath: '', avatars: 'any', limits: NO_LIMITS, logger: SILENT }),
    );
    const documented = createExpressSample(baseUrl, ks);
    const server = createServer({ key, cert }, (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'https://localhost');
      const file = files[pathname.slice(1)];
      if (pathname.endsWith('/create-session')) documented(request, response);
      else if (pathname.startsWith('/api/')) handleApi(request, response);
      else if (pathname.startsWith('/cdn/')) {
        readFile(new URL(pathname.slice('/cdn/'.length), CDN)).then(
          (code) => response.setHeader('Content-Type', 'text/javascript').end(code),
          () => response.writeHead(404).end(),
        );
      } else if (file === undefined) response.writeHead(404).end();
      else response.setHeader('Content-Type', pathname.endsWith('.js') ? 'text/javascript' : 'text/html').end(file);
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },
  takeMarks: () => {
    const taken = marks;
    marks = [];
    return taken;
  },
});
