import { createServer } from 'node:https';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { certificate } from '../../support/certificate.js';

export interface ServiceFront {
  port: number;
  close(): void;
}

/**
 * The simulator over HTTPS, as the service is.
 * @param mediaHosts Hosts by which the media server is reached, by those at which the service is asked.
 */
export async function startServiceFront(
  origin: string,
  mediaHosts: ReadonlyMap<string, string>,
): Promise<ServiceFront> {
  const { hostname, port } = new URL(origin);
  const server = createServer(await certificate(), (asked, answer) => {
    const { method, url: path, headers } = asked;
    const sent = request({ hostname, port, method, path, headers }, (given) => {
      const namesMedia = path?.endsWith('/init-client') ?? false;
      const parts: Buffer[] = [];
      if (!namesMedia) answer.writeHead(given.statusCode ?? 502, given.headers);
      given.on('data', (part: Buffer) => (namesMedia ? parts.push(part) : answer.write(part)));
      given.on('end', () => {
        if (!namesMedia) return answer.end();
        const body = Buffer.concat(parts)
          .toString()
          .replaceAll(origin, `https://${mediaHosts.get(headers.host ?? '')}`);
        const framing = { 'content-length': Buffer.byteLength(body) };
        return answer.writeHead(given.statusCode ?? 502, { ...given.headers, ...framing }).end(body);
      });
    });
    sent.on('error', () => answer.destroy());
    asked.pipe(sent);
  });
  // What the page and the backend keep is not closed between two starts.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
