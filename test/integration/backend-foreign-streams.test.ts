import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';

import { startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

/** How adapters of others make a request's body: they go on to fill a stream that was cancelled. */
const ADAPTERS: Readonly<Record<string, (incoming: Readable, onFailure: (error: unknown) => void) => ReadableStream>> =
  {
    'Readable.toWeb()': (incoming) => Readable.toWeb(incoming) as ReadableStream,
    'an adapter that fills it by events': (incoming, onFailure) =>
      new ReadableStream({
        start: (controller) => {
          incoming.on('data', (chunk: Uint8Array) => {
            try {
              controller.enqueue(chunk);
            } catch (error) {
              // Thrown in a listener, as it would be, it ends the process.
              onFailure(error);
            }
          });
          incoming.on('end', () => controller.close());
          incoming.on('error', () => undefined);
        },
      }),
  };

/** What is refused before all of it has been read, and how it is answered. */
const BODIES: readonly (readonly [what: string, route: string, type: string, body: string, status: number])[] = [
  ['a session that is too large', '', 'application/json', ' '.repeat(1_000_000), 413],
  ['a text that is too large', 'say-text', 'application/json', ' '.repeat(1_000_000), 413],
  ['a text that streams without end', 'say-text?turnId=t', 'text/plain', 'And so on. '.repeat(100_000), 413],
  ['events that stream without end', 'say-text?turnId=t', 'text/event-stream', ':\n'.repeat(500_000), 413],
  ['a message that is too large', 'reply', 'application/json', ' '.repeat(1_000_000), 413],
  ['a form that is too large', 'say-audio', 'multipart/form-data; boundary=x', 'x'.repeat(12_000_000), 413],
  ['an interrupt that is too large', 'interrupt', 'application/json', ' '.repeat(1_000_000), 413],
  ['a text of the wrong type', 'say-text', 'image/png', ' '.repeat(20_000), 415],
];

describe('a body that an adapter of others has made', () => {
  let harness: BackendHarness;
  let server: Server;
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await harness.close();
  });

  for (const [adapter, streamFor] of Object.entries(ADAPTERS)) {
    it(`is let go of without harm, whatever it is refused for: ${adapter}`, async () => {
      const failures: unknown[] = [];
      harness = await startBackendHarness({ reply: () => 'Hello.' });
      const key = String((await harness.open())['key']);
      server = createServer((incoming, response) => {
        const { method = '', url = '', headers } = incoming;
        const stream = streamFor(incoming, (error) => failures.push(error));
        const init: RequestInit & { duplex: 'half' } = { method, body: stream, duplex: 'half' };
        const request = new Request(`http://shop.example.com${url}`, {
          ...init,
          headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
        });
        void harness.backend.fetch(request).then(async (answer) => {
          response.writeHead(answer.status, { Connection: 'close' }).end(await answer.text());
        });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      for (const [what, route, type, body, status] of BODIES) {
        const path = route === '' ? '/session' : `/session/session-1/${route}`;
        const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
        socket.on('error', () => undefined);
        const head = [`POST ${path} HTTP/1.1`, 'Host: shop', `Content-Type: ${type}`, `Authorization: Bearer ${key}`];
        socket.write(`${head.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n`);
        for (let at = 0; at < body.length; at += 50_000) {
          const chunk = body.slice(at, at + 50_000);
          socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
        }
        socket.write('0\r\n\r\n');
        const answer = await text(socket).catch(() => '');
        // Where it was cut off as the answer was on its way, that may not have come.
        if (answer !== '') assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), what);
      }
      assert.deepEqual(failures, []);
    });
  }
});
