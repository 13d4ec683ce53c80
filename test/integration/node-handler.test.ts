import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';

import { parseSessionGrant } from '../../src/core/protocol-guards.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

describe('the backend in a Node server', () => {
  let harness: BackendHarness;
  let server: Server;
  let origin: string;

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await harness.close();
  });

  async function start(
    mount: (handler: ReturnType<typeof toNodeHandler>) => RequestListener,
    options?: Partial<AvatarBackendOptions>,
  ): Promise<void> {
    harness = await startBackendHarness(options);
    server = createServer(mount(toNodeHandler(harness.backend)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** As Express does: what stands below the prefix is the handler's, which sees the path without it. */
  const mountedAt =
    (prefix: string) =>
    (handler: ReturnType<typeof toNodeHandler>): RequestListener =>
    (request, response) => {
      if (!request.url?.startsWith(prefix)) return void response.writeHead(404).end();
      request.url = request.url.slice(prefix.length);
      handler(request, response);
    };

  async function liveThroughASession(endpoint: string): Promise<void> {
    const opened = await fetch(endpoint, { method: 'POST' });
    assert.equal(opened.status, 200);
    const { controlUrl = '' } = parseSessionGrant(await opened.json(), endpoint);
    const said = await fetch(`${controlUrl}/say-text`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'Guten Tag, schöne Welt', turnId: 'turn-1', isFinal: true }),
    });
    assert.deepEqual([said.status, await said.json()], [200, { success: true }]);
    assert.match(harness.service.calls.at(-1)?.body ?? '', /schöne Welt/);
    const form = new FormData();
    form.set('turnId', 'turn-2');
    form.set('duration', '1');
    form.set('audio', new Blob([new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0])], { type: 'audio/mpeg' }), 'speech.mp3');
    assert.equal((await fetch(`${controlUrl}/say-audio`, { method: 'POST', body: form })).status, 200);
    assert.equal((await fetch(`${controlUrl}/end`, { method: 'POST' })).status, 200);
    assert.equal((await fetch(`${controlUrl}/end`, { method: 'POST' })).status, 404);
  }

  for (const prefix of ['/api/avatar', '/elsewhere/entirely']) {
    it(`works mounted at ${prefix}`, async () => {
      await start(mountedAt(prefix));
      await liveThroughASession(`${origin}${prefix}/session`);
    });
  }

  it('works as the whole server, below any path', async () => {
    await start((handler) => handler);
    await liveThroughASession(`${origin}/api/avatar/session?from=page`);
    assert.deepEqual(await (await fetch(`${origin}/health`)).json(), { status: 'ok' });
  });

  it('works behind a parser that has read JSON bodies already', async () => {
    const parseJson =
      (handler: ReturnType<typeof toNodeHandler>): RequestListener =>
      (request, response) => {
        const isJson = request.headers['content-type'] === 'application/json';
        if (isJson) void json(request).then((body) => handler(Object.assign(request, { body }), response));
        else handler(request, response);
      };
    await start(parseJson);
    await liveThroughASession(`${origin}/session`);
  });

  it('takes a body that comes in pieces, up to its limit', async () => {
    await start((handler) => handler, { limits: { textLength: 1000 } });
    await fetch(`${origin}/session`, { method: 'POST' });
    const send = async (text: string): Promise<number | undefined> => {
      const request = httpRequest(`${origin}/session/session-1/say-text`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
      });
      const answered = once(request, 'response') as Promise<[{ statusCode?: number; resume(): void }]>;
      request.write('{"text":');
      request.end(`${JSON.stringify(text)}}`);
      const [response] = await answered;
      response.resume();
      return response.statusCode;
    };
    assert.equal(await send('Hello'), 200);
    assert.equal(await send('x'.repeat(1001)), 413);
    assert.equal(await send('x'.repeat(60_000)), 413);
  });

  it('ends the session where the browser hangs up while it is opened', async () => {
    await start((handler) => handler);
    harness.service.answers.set('init-client', 'hang');
    const browser = new AbortController();
    const answer = fetch(`${origin}/session`, { method: 'POST', signal: browser.signal });
    await harness.service.received('init-client');
    browser.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    assert.match((await harness.service.received('end')).path, /session-1/);
  });

  it('answers a request that makes no sense with a problem, and lives on', async () => {
    await start((handler) => handler);
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.end('GET /health HTTP/1.1\r\nHost: not a host\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    assert.match(answer, /^HTTP\/1\.1 400 [^]*application\/problem\+json/i);
    assert.equal((await fetch(`${origin}/health`)).status, 200);
  });

  it('leaves the globals of the process alone', async () => {
    const before = [globalThis.Request, globalThis.Response];
    await start((handler) => handler);
    assert.deepEqual([globalThis.Request, globalThis.Response], before);
  });
});
