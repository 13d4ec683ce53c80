import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';

import { AvatarError } from '../../core/errors.js';

export interface HttpServer {
  /** Scheme, host and port. */
  url: string;
  /** Closes all connections, those with an answer under way included. */
  close(): Promise<void>;
}

type FetchHandler = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** @throws {AvatarError} `INVALID_CONFIGURATION`: nothing can listen at this host and port. */
export async function listen(fetch: FetchHandler, host: string, port: number): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = cause.message;
      reject(new AvatarError('INVALID_CONFIGURATION', `Cannot listen at ${host}:${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return {
    url: urlOf(server.address() as AddressInfo),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  const isEverywhere = address === '0.0.0.0' || address === '::';
  const host = isEverywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
