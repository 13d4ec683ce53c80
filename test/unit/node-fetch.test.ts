import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer as bufferOf, text as textOf } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { requestJson } from '../../src/core/http.js';
import { ignore } from '../support/silent.js';
import { Recording, RecordingForm } from '../../src/server/sessions/recording.js';
import { ConnectionsAhead, type ConnectingAgent } from '../../src/server/sessions/connections-ahead.js';
import { createNodeFetch, isFetchPlain } from '../../src/server/sessions/node-fetch.js';
import { guardFetch } from '../../src/server/sessions/upstream-fetch.js';

const LONGEST = 10_000;
const nodeFetch = createNodeFetch(LONGEST) ?? assert.fail('This is Node');

describe('the fetch for Node', () => {
  let server: Server;
  let connections = 0;

  async function serve(answer: RequestListener): Promise<string> {
    connections = 0;
    server = createServer(answer)
      .on('connection', () => (connections += 1))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends a text and gives the answer, over one connection', async () => {
    const url = await serve((request: IncomingMessage, response) => {
      void textOf(request).then((body) =>
        response.writeHead(201, { 'X-Seen': [request.method, request.headers['x-given']].join(' ') }).end(`${body}!`),
      );
    });
    for (const body of ['schön', 'Hello', '']) {
      const response = await nodeFetch(url, { method: 'POST', headers: { 'X-Given': 'a' }, body });
      assert.deepEqual([response.status, response.headers.get('X-Seen')], [201, 'POST a']);
      assert.equal(await response.text(), `${body}!`);
    }
    assert.equal(connections, 1);
  });

  it('sends a request over a connection that was opened ahead of it', async () => {
    const url = await serve((_request, response) => response.setHeader('Connection', 'close').end('{}'));
    nodeFetch.connectAhead(url);
    nodeFetch.connectAhead(url);
    await once(server, 'connection');
    assert.equal((await nodeFetch(url, {})).status, 200);
    assert.equal(connections, 1);
    assert.equal((await nodeFetch(url, {})).status, 200);
    assert.equal(connections, 2);
  });

  it('closes a connection that was opened ahead for nothing', async () => {
    const { port } = new URL(await serve((_request, response) => response.end('{}')));
    const agent = new Agent();
    new ConnectionsAhead(agent as unknown as ConnectingAgent, 20).open({ host: '127.0.0.1', port });
    const [socket] = (await once(server, 'connection')) as [Socket];
    await once(socket.resume(), 'close');
    agent.destroy();
  });

  it('leaves it to the request to tell of a server that takes no connection', async () => {
    const url = await serve((_request, response) => response.end('{}'));
    server.close();
    await once(server, 'close');
    nodeFetch.connectAhead(url);
    await assert.rejects(nodeFetch(url, {}), { code: 'ECONNREFUSED' });
  });

  it('leaves nothing behind on the signal of whoever calls, however many calls go by it', async () => {
    const url = await serve((_request, response) => response.end('{}'));
    const { signal } = new AbortController();
    for (const fetchIn of [guardFetch(), guardFetch((input, init) => fetch(input, init))]) {
      const call = (): Promise<unknown> => requestJson({ purpose: 'keep-alive', url, body: '{}', signal }, fetchIn);
      for (let times = 0; times < 20; times++) await call();
      assert.deepEqual(getEventListeners(signal, 'abort'), []);
    }
  });

  it('gives a call up when its time is over, and tells so', async () => {
    const url = await serve(() => undefined);
    const call = requestJson({ purpose: 'keep-alive', url, body: '{}', timeoutMs: 20 }, guardFetch());
    await assert.rejects(call, { code: 'TIMEOUT' });
  });

  it('sends a recording as the form that any fetch would, once, and tells when it is on its way', async () => {
    let seen: Promise<FormData> | undefined;
    const url = await serve((request, response) => {
      const body = bufferOf(request);
      const headers = { 'Content-Type': request.headers['content-type'] ?? '' };
      seen = body.then(async (bytes) => {
        assert.equal(String(bytes.length), request.headers['content-length']);
        return new Response(bytes, { headers }).formData();
      });
      void seen.finally(() => response.end());
    });
    const bytes = crypto.getRandomValues(new Uint8Array(65_536)).fill(13, 1000, 2000);
    const formsSent = [
      (form: RecordingForm) => nodeFetch(url, { method: 'POST', body: form }),
      (form: RecordingForm) => guardFetch((input, init) => fetch(input, init))(url, { method: 'POST', body: form }),
    ];
    for (const send of formsSent) {
      let handedOver = 0;
      const recording = new Recording(bytes, 'audio/mpeg', () => (handedOver += 1));
      const form = new RecordingForm(recording);
      form.set('turnId', 'ö"\r\n--x');
      assert.equal((await send(form)).status, 200);
      const got = (await seen) ?? assert.fail('nothing was sent');
      const file = got.get('audio') as File;
      assert.deepEqual([got.get('turnId'), file.name, file.type], ['ö"\r\n--x', 'speech.mp3', 'audio/mpeg']);
      assert.deepEqual(new Uint8Array(await file.arrayBuffer()), bytes);
      assert.throws(() => recording.take(), /already/);
      assert.ok(handedOver <= 1);
    }
  });

  it(
    'sends no more of a recording when it is answered before, or the caller gives up',
    { timeout: 10_000 },
    async () => {
      const url = await serve((request, response) => {
        if (request.url === '/refused') response.writeHead(413).end();
      });
      const form = (): FormData => new Recording(new Uint8Array(20_000_000)).toForm();
      assert.equal((await nodeFetch(`${url}refused`, { method: 'POST', body: form() })).status, 413);
      const gone = new AbortController();
      const sent = nodeFetch(url, { method: 'POST', body: form(), signal: gone.signal });
      setTimeout(() => gone.abort(new Error('gone')), 100);
      await assert.rejects(sent, /gone/);
    },
  );

  it('follows no redirect', async () => {
    const url = await serve((_, response) => response.writeHead(307, { Location: '/elsewhere' }).end());
    assert.equal((await nodeFetch(url, { method: 'POST', body: '{}' })).status, 307);
  });

  for (const [coding, zip] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`unzips ${coding}, but nothing that is long`, async () => {
      let length = 1000;
      const url = await serve((_, response) =>
        response.writeHead(200, { 'Content-Encoding': coding }).end(zip(Buffer.alloc(length, 'a'))),
      );
      assert.equal((await (await nodeFetch(url, {})).text()).length, length);
      length = 5_000_000;
      await assert.rejects((await nodeFetch(url, {})).text(), /larger than 10000/);
    });
  }

  it('reads no answer without end', async () => {
    let isClosed: Promise<unknown> = Promise.resolve();
    const url = await serve((_, response) => {
      isClosed = once(response, 'close');
      const write = (): void => void response.write('a'.repeat(1000), (error) => (error ? undefined : write()));
      write();
    });
    await assert.rejects((await nodeFetch(url, {})).text(), /longer than 10000 bytes/);
    await isClosed;
  });

  it('gives the head of an answer that is cut off, or encoded in an unknown way, and fails with its body', async () => {
    const url = await serve((request, response) => {
      const headers = { Location: '/resource/1' };
      if (request.url === '/cut')
        response.writeHead(201, { ...headers, 'Content-Length': 10 }).write('a', () => response.destroy());
      else response.writeHead(201, { ...headers, 'Content-Encoding': 'zip' }).end('a');
    });
    for (const path of ['cut', 'zip']) {
      const answer = await nodeFetch(url + path, {});
      assert.deepEqual([answer.status, answer.headers.get('Location')], [201, '/resource/1']);
      await assert.rejects(answer.text(), path);
    }
  });

  it('fails where no answer comes', async () => {
    const url = await serve(({ socket }) => socket.destroy());
    await assert.rejects(nodeFetch(url, {}));
  });

  it('is given up with its signal, before, while it waits, and while the answer comes', async () => {
    const asked: (() => void)[] = [];
    const url = await serve((_, response) => {
      response.writeHead(200).write('a');
      asked.shift()?.();
    });
    const reason = new Error('given up');
    await assert.rejects(nodeFetch(url, { signal: AbortSignal.abort(reason) }), reason);
    const giveUp = new AbortController();
    asked.push(() => giveUp.abort(reason));
    await assert.rejects(nodeFetch(url, { signal: giveUp.signal }), reason);
  });

  it('steps back where the global fetch was replaced, or sends through a proxy', async () => {
    await serve((_, response) => response.end());
    assert.equal(isFetchPlain(), true);
    const own = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new Error('another'));
    assert.equal(isFetchPlain(), false);
    globalThis.fetch = own;
    const dispatcher = Symbol.for('undici.globalDispatcher.1');
    const before: unknown = Reflect.get(globalThis, dispatcher);
    Reflect.set(globalThis, dispatcher, Object.create({ constructor: ignore }));
    assert.equal(isFetchPlain(), false);
    Reflect.set(globalThis, dispatcher, before);
    assert.equal(isFetchPlain(), true);
  });
});
