import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import { startBackendHarness } from '../support/backend-harness.js';
import { MountedVisitor, MOUNTINGS, type Mount, type Mounted } from '../support/mountings.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';

/** What a bomb is when it is unpacked, in bytes. */
const UNPACKED = 64 * 1024 * 1024;

/** What a request may take of memory, in bytes: far less than that. */
const MOST_BYTES = 16 * 1024 * 1024;

const PACKERS = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (bytes: Uint8Array) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
} as const;

const bombs = new Map<string, Uint8Array<ArrayBuffer>>();

/** Over HTTP/2, which fetch does not speak. */
const mountByHttp2: Mount = async (backend) => {
  const server = createHttp2Server(toNodeHandler(backend)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = connect(origin);
  return {
    origin,
    send: async (request) => {
      const fields = {
        ':method': request.method,
        ':path': new URL(request.url).pathname + new URL(request.url).search,
      };
      const stream = client.request({ ...fields, ...Object.fromEntries(request.headers) });
      stream.end(new Uint8Array(await request.arrayBuffer()));
      const [answered] = (await once(stream, 'response')) as [Record<string, string | number>];
      const pieces = (await stream.toArray()) as Buffer[];
      const named = Object.entries(answered).filter(([name]) => !name.startsWith(':'));
      const headers = named.map(([name, value]): [string, string] => [name, String(value)]);
      return new Response(Buffer.concat(pieces), { status: Number(answered[':status']), headers });
    },
    close: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const EVERY: Readonly<Record<string, Mount>> = { ...MOUNTINGS, 'HTTP/2': mountByHttp2 };

/** Each route that reads a body, and what it takes. */
const ROUTES: readonly (readonly [route: string, contentType: string])[] = [
  ['', 'application/json'],
  ['say-text', 'application/json'],
  ['say-text?turnId=turn-1', 'text/plain'],
  ['say-text?turnId=turn-1', 'text/event-stream'],
  ['say-audio', 'multipart/form-data; boundary=x'],
  ['reply', 'application/json'],
  ['transcribe', 'audio/mpeg'],
  ['interrupt', 'application/json'],
  ['keep-alive', 'application/json'],
];

/** What this process holds of bytes. */
const bytesHeld = (): number => process.memoryUsage().arrayBuffers + process.memoryUsage().external;

describe('a compressed body', { timeout: 120_000 }, () => {
  let service: ScriptedService;
  let backend: AvatarBackend;
  let mounted: Mounted | undefined;

  before(() => {
    const bytes = new Uint8Array(UNPACKED);
    for (const [coding, pack] of Object.entries(PACKERS)) bombs.set(coding, new Uint8Array(pack(bytes)));
  });
  beforeEach(async () => {
    service = await startScriptedService('a-token');
    backend = createAvatarBackend({
      ...{ ks: 'a-kaltura-session', baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, logger: SILENT },
      ...{ reply: () => 'Hello.', transcribe: () => 'Hello.' },
    });
  });
  afterEach(async () => {
    await mounted?.close();
    await backend.close();
    await service.close();
    delete (globalThis as { avatarBackend?: AvatarBackend }).avatarBackend;
  });

  async function post(
    visitor: MountedVisitor,
    url: string,
    body: Uint8Array<ArrayBuffer>,
    headers: object,
  ): Promise<Response> {
    const stream = new Blob([body]).stream();
    return visitor.post(url, stream, { 'Content-Length': String(body.length), ...headers });
  }

  for (const [name, mount] of Object.entries(EVERY)) {
    it(`is not unpacked by any route, mounted as ${name}`, async () => {
      mounted = await mount(backend);
      const visitor = new MountedVisitor(mounted);
      const { controlUrl } = await visitor.open();
      service.calls.length = 0;
      for (const [route, type] of ROUTES) {
        for (const [coding, bomb] of bombs) {
          const url = route === '' ? visitor.endpoint : `${controlUrl}/${route}`;
          const before = bytesHeld();
          const response = await post(visitor, url, bomb, { 'Content-Type': type, 'Content-Encoding': coding });
          const what = `${route}, ${type}, ${coding}: ${response.status} ${await response.text()}`;
          // A parser that stands before it unpacks what it takes, up to the limit of its own.
          const isParsed = name.includes('express.json()') && type === 'application/json';
          assert.ok(response.status === (isParsed ? 413 : 415), what);
          if (!isParsed) assert.equal(response.headers.get('Accept-Encoding'), 'identity', what);
          assert.ok(bytesHeld() - before < MOST_BYTES, what);
        }
      }
      assert.deepEqual(service.calls, [], 'nothing of it is said');
      const said = JSON.stringify({ text: 'Hello.', turnId: 'turn-2', isFinal: true });
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'identity' };
      const response = await post(visitor, `${controlUrl}/say-text`, new TextEncoder().encode(said), headers);
      assert.equal(response.status, 200, 'one that is as it is');
    });
  }

  it('is taken where a parser has unpacked it before, as express.json() does', async () => {
    const mount = EVERY['Express, behind express.json()'];
    assert.ok(mount);
    mounted = await mount(backend);
    const visitor = new MountedVisitor(mounted);
    const { controlUrl } = await visitor.open();
    const said = JSON.stringify({ text: 'Hello.', turnId: 'turn-1', isFinal: true });
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const response = await post(visitor, `${controlUrl}/say-text`, new Uint8Array(gzipSync(said)), headers);
    assert.equal(response.status, 200, await response.text());
    assert.equal(service.calls.at(-1)?.purpose, 'say-text');
  });
});

describe('a compressed answer of the service', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.closeAllConnections();
  });

  async function serveBomb(coding: keyof typeof PACKERS): Promise<string> {
    const bomb = PACKERS[coding](new Uint8Array(UNPACKED));
    const server = createHttpServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': coding }).end(bomb);
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    server.unref();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/avatar-session`;
  }

  for (const coding of Object.keys(PACKERS) as (keyof typeof PACKERS)[]) {
    for (const [way, fetch] of [
      ['its own connections', undefined],
      ['a fetch', globalThis.fetch],
    ] as const) {
      it(`is unpacked no further than an answer may be: ${coding}, by ${way}`, async () => {
        const harness = await startBackendHarness({ baseUrl: await serveBomb(coding), fetch });
        const before = bytesHeld();
        const response = await harness.backend.fetch(
          new Request('https://shop.example.com/api/avatar/session', { method: 'POST' }),
        );
        assert.equal(response.status, 502);
        assert.ok(bytesHeld() - before < MOST_BYTES, `${bytesHeld() - before} bytes`);
        await harness.close();
      });
    }
  }
});
