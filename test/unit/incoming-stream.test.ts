import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';

import { streamOf } from '../../src/server/http/incoming-stream.js';
import { settled } from '../support/manual-clock.js';

const server = createServer();
let client: Socket;

/** A request of which the head alone has come. */
async function receive(headers = 'Transfer-Encoding: chunked'): Promise<IncomingMessage> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
  const [incoming] = (await once(server, 'request')) as [IncomingMessage];
  return incoming;
}

const chunked = (bytes: Uint8Array, chunkBytes: number): Buffer => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
};

describe('the stream of a request’s body', () => {
  afterEach(() => {
    client.destroy();
    server.close();
  });

  for (const [what, chunkBytes, mostPieces] of [
    ['one byte', 1, 200],
    ['100 bytes', 100, 200],
    ['4 kB', 4096, 400],
    ['100 kB', 100_000, 100],
  ] as const) {
    it(`is what was sent, in few pieces, where it comes in chunks of ${what}`, async () => {
      const sent = new Uint8Array(randomBytes(chunkBytes * (chunkBytes < 1000 ? 20_000 : 20)));
      const stream = streamOf(await receive());
      client.write(chunked(sent, chunkBytes));
      const pieces: Uint8Array[] = [];
      for await (const piece of stream) pieces.push(piece);
      assert.ok(Buffer.concat(pieces).equals(sent));
      assert.ok(pieces.length <= mostPieces, `${pieces.length} pieces`);
    });
  }

  it('is nothing where there is none', async () => {
    const stream = streamOf(await receive('Content-Length: 0'));
    assert.equal((await stream.getReader().read()).done, true);
  });

  it('comes at once, however little has come', async () => {
    const reader = streamOf(await receive()).getReader();
    for (const byte of [1, 2, 3]) {
      client.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]));
      assert.deepEqual((await reader.read()).value, new Uint8Array([byte]));
    }
  });

  it('fails where the connection is cut off', async () => {
    const reader = streamOf(await receive('Content-Length: 10')).getReader();
    client.write('a');
    assert.equal((await reader.read()).value?.length, 1);
    client.destroy();
    await assert.rejects(reader.read(), /closed before the body had come/);
  });

  it('is read no further than a little ahead of who reads it', async () => {
    const incoming = await receive('Content-Length: 50000000');
    client.write(new Uint8Array(50_000_000));
    const reader = streamOf(incoming).getReader();
    await reader.read();
    while (!incoming.isPaused()) await settled();
    assert.ok(incoming.socket.bytesRead < 1_000_000, `${incoming.socket.bytesRead} bytes`);
    let length = 0;
    for (let at = 0; at < 100; at += 1) length += (await reader.read()).value?.length ?? 0;
    assert.ok(incoming.socket.bytesRead < length + 1_000_000, 'and goes on as it is read');
  });

  it('is read no more once nobody wants it', async () => {
    const incoming = await receive('Content-Length: 50000000');
    client.write(new Uint8Array(50_000_000));
    const reader = streamOf(incoming).getReader();
    await reader.read();
    await reader.cancel();
    assert.equal(incoming.isPaused(), true);
    assert.equal(incoming.listenerCount('data'), 0);
  });
});
