import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

import type { AvatarBackend } from '../../src/server/index.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { PageFiles } from './bundle-page.js';

export interface PageServer {
  url: string;
  /** Ends the sessions of the backend, too. */
  close: () => Promise<void>;
}

export interface PageServerOptions {
  /** What every path shows that is no file's. */
  html: string;
  files: PageFiles;
  /** Answers what is below /api/avatar/. */
  backend: AvatarBackend;
}

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.mp3': 'audio/mpeg', '.css': 'text/css' };

/** A page, its files, and the backend behind it, on loopback. */
export async function servePage({ html, files, backend }: PageServerOptions): Promise<PageServer> {
  const handleApi = toNodeHandler(backend);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname.slice(1);
    const file = files.get(path);
    if (path.startsWith('api/avatar/')) handleApi(request, response);
    else if (file === undefined) response.setHeader('Content-Type', 'text/html').end(html);
    else response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream').end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address at which nobody listens: one that was free a moment ago. */
export async function findDeafOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
