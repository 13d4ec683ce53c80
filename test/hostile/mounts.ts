import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { Readable } from 'node:stream';

import type { AvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

import { createApp as createExpressApp } from '../../demo/backends/express.js';
import { createApp as createFastifyApp } from '../../demo/backends/fastify.js';
import { createAvatarServer } from '../../demo/backends/node-http.js';
import { createWorker } from '../../demo/backends/workers.js';

/** Ways to mount a backend; each gives the port that it listens at. */
export const MOUNTS = {
  'node:http': (backend: AvatarBackend) => listen(createAvatarServer(backend)),
  'HTTP/2': (backend: AvatarBackend) => listen(createHttp2Server(toNodeHandler(backend))),
  Express: (backend: AvatarBackend) => listen(createServer(createExpressApp(backend))),
  Fastify: async (backend: AvatarBackend) => {
    const app = createFastifyApp(backend);
    await app.listen({ port: 0, host: '127.0.0.1' });
    return portOf(app.server);
  },
  'a fetch handler': (backend: AvatarBackend) => listen(serveFetch(createWorker(() => backend))),
} as const;

export type MountName = keyof typeof MOUNTS;

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
}

/** What any server there would take. */
export function bareMountOf(mount: MountName): Promise<number> {
  const read = async (request: Request): Promise<Response> => {
    await request.body?.pipeTo(new WritableStream());
    return new Response('');
  };
  if (mount === 'a fetch handler') return listen(serveFetch({ fetch: read }));
  const answer = (incoming: Readable, response: { end: () => unknown }): void =>
    void incoming.resume().once('end', () => response.end());
  return listen(mount === 'HTTP/2' ? createHttp2Server(answer) : createServer(answer));
}

const portOf = (server: NetServer | Server): number => (server.address() as AddressInfo).port;

/** Requests as a platform makes them, with bodies that come piece by piece. */
function serveFetch(worker: Pick<ReturnType<typeof createWorker>, 'fetch'>): Server {
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', rawHeaders } = incoming;
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : undefined;
    const init: RequestInit & { duplex: 'half' } = { method, headers, signal: gone.signal, duplex: 'half' };
    const request = new Request(new URL(url, 'http://shop.example.com'), body ? { ...init, body } : init);
    const { status, headers: given, body: answered } = await worker.fetch(request, {});
    response.writeHead(status, [...given].flat());
    for await (const piece of answered ?? []) response.write(piece);
    response.end();
  };
  return createServer((incoming, response) => {
    answer(incoming, response).catch(() => {
      // A method that no Request may have, a URL that is none: the platform's own to refuse.
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  });
}
