import { readFile } from 'node:fs/promises';
import { createServer, request as requestFrom, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** What a page shows, with or without a policy. */
export interface ScriptTagPage {
  html: string;
  /** Its Content-Security-Policy. */
  policy?: string;
}

export interface ScriptTagPages {
  url: string;
  /** Where the same files are, on another origin. */
  otherOrigin: string;
  /** The address of a new page. */
  add(page: ScriptTagPage): string;
  close(): Promise<void>;
}

const CDN = new URL('../../dist/cdn/', import.meta.url);
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Pages with scripts from dist/cdn, which are below /cdn/ and, as another copy, below /copy/. What is asked of the backend goes
 * on to the one at `backend`.
 */
export async function serveScriptTagPages(backend: string): Promise<ScriptTagPages> {
  const pages: ScriptTagPage[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const page = pages[Number(/^\/page-(\d+)$/.exec(pathname)?.[1] ?? NaN)];
    const file = /^\/(?:cdn|copy)\/([\w.-]+)$/.exec(pathname)?.[1];
    if (page) showPage(page, response);
    else if (file) void sendFile(file, response);
    else if (pathname.startsWith('/api/')) passOn(backend, request, response);
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  return {
    url,
    otherOrigin: `http://127.0.0.1:${port}`,
    add: (page) => `${url}/page-${pages.push(page) - 1}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function showPage({ html, policy }: ScriptTagPage, response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (policy) response.setHeader('Content-Security-Policy', policy);
  response.end(`<!doctype html><html lang="en"><title>A page</title>${html}</html>`);
}

async function sendFile(name: string, response: ServerResponse): Promise<void> {
  try {
    const file = await readFile(new URL(name, CDN));
    response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
    // As public CDNs do: modules are not loaded from other origins without it.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(file);
  } catch {
    response.writeHead(404).end();
  }
}

function passOn(backend: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = request;
  const onward = requestFrom(new URL(url ?? '', backend), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}
