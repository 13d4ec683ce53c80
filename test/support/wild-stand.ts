import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

import { createAvatarBackend, type AvatarBackend, type AvatarBackendOptions } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { startSimulator, type Simulator, type SimulatorOptions } from 'kaltura-avatar/simulator';

import { certificate } from './certificate.js';
import { NO_LIMITS } from './no-limits.js';

export interface StandOptions {
  /** Serves over HTTPS, with a certificate for `*.test` and localhost. */
  tls?: boolean;
  backend?: Partial<AvatarBackendOptions>;
  simulator?: SimulatorOptions;
  /** Answers a request in place of everything else, where it returns true. */
  route?: (request: IncomingMessage, response: ServerResponse, path: string) => boolean;
}

export interface SeenRequest {
  method: string;
  path: string;
  url: string;
  headers: IncomingMessage['headers'];
}

type Content = string | Buffer | ((request: IncomingMessage) => string | Buffer);

/**
 * The built package as a site has it: pages, the files for script tags below /cdn/, the backend below /api/avatar/, and the
 * simulated service behind it.
 */
export interface Stand {
  readonly simulator: Simulator;
  readonly backend: AvatarBackend;
  readonly port: number;
  /** The origin on 127.0.0.1. */
  readonly url: string;
  /** Everything that was asked of the site. */
  readonly requests: readonly SeenRequest[];
  /** What the backend logged, a line each. */
  readonly log: readonly string[];
  /** The same site by another host name, such as `shop.test`. */
  at(host: string): string;
  /** Adds a page, or a file of the type that its ending says, and gives its address. */
  page(path: string, content: Content): string;
  /** How many sessions the service was asked to open. */
  creates(): number;
  openSessions(): number;
  close(): Promise<void>;
}

const CDN = new URL('../../dist/cdn/', import.meta.url);
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export async function openStand({
  tls = false,
  backend: options,
  simulator,
  route,
}: StandOptions = {}): Promise<Stand> {
  const service = await startSimulator(simulator);
  const log: string[] = [];
  const write =
    (level: string) =>
    (message: string, details?: unknown): void =>
      void log.push(`${level} ${message} ${details === undefined ? '' : JSON.stringify(details)}`.trim());
  let creates = 0;
  const backend = createAvatarBackend({
    ks: 'test-ks',
    baseUrl: service.baseUrl,
    defaults: { avatarId: 'maya' },
    avatars: 'any',
    voices: 'any',
    limits: NO_LIMITS,
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    fetch: (input, init) => {
      if (new URL(input).pathname.endsWith('/create')) creates++;
      return fetch(input, init);
    },
    ...options,
  });
  const handleApi = toNodeHandler(backend);
  const pages = new Map<string, Content>();
  const requests: SeenRequest[] = [];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = request;
    const path = new URL(url, 'http://localhost').pathname;
    requests.push({ method, path, url, headers });
    if (route?.(request, response, path)) return;
    const page = pages.get(path);
    if (page !== undefined) {
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/html; charset=utf-8');
      response.end(typeof page === 'function' ? page(request) : page);
    } else if (path.startsWith('/api/avatar/')) handleApi(request, response);
    else if (path.startsWith('/cdn/')) void sendFile(path.slice('/cdn/'.length), response);
    else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such page.');
  };
  const server: Server = tls ? createHttpsServer(await certificate(), answer) : createHttpServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (host: string): string => `${tls ? 'https' : 'http'}://${host}:${port}`;

  return {
    simulator: service,
    backend,
    port,
    url: at('127.0.0.1'),
    requests,
    log,
    at,
    page: (path, content) => {
      pages.set(path, content);
      return at('127.0.0.1') + path;
    },
    creates: () => creates,
    openSessions: () => service.sessions().filter(({ state }) => state !== 'ended').length,
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
    },
  };
}

async function sendFile(name: string, response: ServerResponse): Promise<void> {
  const file = new URL(name, CDN);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
  // As public CDNs do: modules are not loaded from other origins without it.
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.end(await readFile(file));
}

/** Notes the errors, states and captions of all avatars of a page in `window.seen`. */
const RECORDER = `<script>
  window.seen = { errors: [], states: [], captions: [] };
  addEventListener('avatar-error', ({ error }) => seen.errors.push(error.code + ': ' + error.message));
  addEventListener('avatar-state-change', ({ state }) => seen.states.push(state));
  addEventListener('avatar-caption', ({ text }) => seen.captions.push(text));
</script>`;

export const MODULE_SCRIPT = '<script type="module" src="/cdn/kaltura-avatar.js"></script>';

/** An element with the backend of the same site. */
export const avatar = (attributes = ''): string =>
  `<kaltura-avatar session-endpoint="/api/avatar/session" ${attributes}></kaltura-avatar>`;

export interface DocumentOptions {
  head?: string;
  /** The attributes of `<html>`. */
  attributes?: string;
  /** Default: the element's ES module. */
  script?: string;
}

/** A whole page that notes what its avatars tell. */
export function documentOf(
  body: string,
  { head = '', attributes = 'lang="en"', script = MODULE_SCRIPT }: DocumentOptions = {},
): string {
  return `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,">${RECORDER}${head}${script}</head><body>${body}</body></html>`;
}
