import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';

import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

let harness: BackendHarness;
let server: Server;

async function start(options: Partial<AvatarBackendOptions> = {}): Promise<string> {
  harness = await startBackendHarness(options);
  const { key } = await harness.open();
  server = createServer(toNodeHandler(harness.backend)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return key as string;
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await harness.close();
}

const portOf = (): number => (server.address() as AddressInfo).port;

/** The CPU that this process took for some work, in milliseconds. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function inPieces(text: string, size = 1): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += size)));
      else controller.close();
    },
  });
}

function send(action: string, body: BodyInit, type: string): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = {
    ...{ method: 'POST', body, duplex: 'half' },
    headers: { 'Content-Type': type },
  };
  return harness.backend.fetch(new Request(`${ENDPOINT}/session-1/${action}`, init));
}

describe('a form with a recording', () => {
  afterEach(stop);

  const field = (name: string, value: string): string =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  it('of 100,000 parts is refused in no time', async () => {
    await start();
    const empty = '--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n\r\n';
    const body = new TextEncoder().encode(`${empty.repeat(130_000)}--x--\r\n`);
    assert.ok(body.length > 8_000_000);
    let status = 0;
    const cpu = await cpuOf(
      async () => ({ status } = await send('say-audio', body, 'multipart/form-data; boundary=x')),
    );
    assert.equal(status, 400);
    assert.ok(cpu < 200, `${cpu} ms of CPU`);
  });

  it('is taken by the fields that it needs, whatever else is in it', async () => {
    await start();
    const audio = new Uint8Array(await (await toneMp3(0.5)).arrayBuffer());
    const body = new Blob([
      field('turnId', 'turn-1') + field('turnId', 'turn-2') + field('other', 'x') + field('duration', '3'),
      '--x\r\nContent-Disposition: form-data; name="audio"; filename="sp\\"eech.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n',
      audio,
      '\r\n--x--\r\n\r\n',
    ]);
    assert.equal((await send('say-audio', body.stream(), 'multipart/form-data; boundary="x"')).status, 200);
    const sent = harness.service.calls.at(-1)?.body ?? '';
    assert.match(sent, /name="turnId"\s+turn-1\s/);
    assert.match(sent, /name="duration"\s+0\.5/, 'the length that was measured');
  });

  it('is refused where it is cut off, has no boundary, or headers without end', async () => {
    await start();
    const attempts = [
      [field('turnId', 'turn-1'), 'multipart/form-data; boundary=x'],
      [`${field('turnId', 'turn-1')}--x--`, 'multipart/form-data'],
      [`--x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`, 'multipart/form-data; boundary=x'],
      [`--x\r\nContent-Disposition: form-data; name="turnId"\r\n\r\n\xff\r\n--x--`, 'multipart/form-data; boundary=x'],
      ['', 'multipart/form-data; boundary=x'],
    ];
    for (const [body = '', type = ''] of attempts)
      assert.equal((await send('say-audio', body, type)).status, 400, body.slice(0, 60));
  });

  it('whose file has no length to be found is as long as its size allows, whatever its page claims', async () => {
    await start({ limits: { audioSeconds: 30 } });
    const sendClaimed = async (duration: string, size: number): Promise<number> => {
      const form = new FormData();
      form.set('turnId', 'turn-1');
      form.set('duration', duration);
      form.set('audio', new Blob(['ID3', new Uint8Array(size - 3)], { type: 'audio/mpeg' }), 'speech.mp3');
      const request = new Request(`${ENDPOINT}/session-1/say-audio`, { method: 'POST', body: form });
      return (await harness.backend.fetch(request)).status;
    };
    assert.equal(await sendClaimed('1', 200_000), 413);
    assert.equal(await sendClaimed('0.1', 100_000), 200);
    assert.match(harness.service.calls.at(-1)?.body ?? '', /name="duration"\s+2\.5\s/);
  });
});

describe('a streamed body', () => {
  afterEach(stop);

  const isRefused = async (text: string): Promise<void> => {
    let sent = 0;
    const piece = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += piece.length;
        if (sent > 50_000_000) controller.close();
        else controller.enqueue(piece);
      },
    });
    assert.equal((await send('say-text', body, 'text/event-stream')).status, 413);
    assert.ok(sent < 2_000_000, `${sent} bytes were taken`);
  };

  it('of events is refused when a line grows without end', async () => {
    await start();
    await isRefused('x'.repeat(64 * 1024));
  });

  it('of events is refused when it is comments without end', async () => {
    await start();
    await isRefused(`:${'x'.repeat(1000)}\n\n`.repeat(60));
  });

  const kinds = [
    ['say-text', 'application/json', JSON.stringify({ text: 'a b, c. '.repeat(600), turnId: 'turn-1' })],
    ['say-text', 'text/plain', 'a b, c. '.repeat(600)],
  ] as const;
  for (const [action, type, text] of kinds) {
    it(`of ${type} in pieces of one byte costs hardly more than in one`, async () => {
      await start();
      await send(action, text, type);
      let status = 0;
      const whole = await cpuOf(async () => ({ status } = await send(action, text, type)));
      assert.equal(status, 200);
      const pieces = await cpuOf(async () => ({ status } = await send(action, inPieces(text), type)));
      assert.equal(status, 200);
      assert.ok(pieces < whole + 150, `${pieces} ms of CPU in place of ${whole}`);
    });
  }

  it('is given up when it comes in too many pieces', async () => {
    await start();
    const comments = ':\n'.repeat(200_000);
    let status = 0;
    const cpu = await cpuOf(async () => ({ status } = await send('say-text', inPieces(comments), 'text/event-stream')));
    assert.equal(status, 413);
    assert.ok(cpu < 400, `${cpu} ms of CPU`);
  });
});

describe('a body that is not read', () => {
  afterEach(stop);

  it('ends its connection, and the answer says so', async () => {
    const key = await start();
    const attempts = [
      ['/session/session-1/say-text', 'application/json', 413],
      ['/session/session-1/say-audio', 'text/plain', 415],
      ['/nowhere', 'application/json', 404],
    ] as const;
    for (const [path, type, expected] of attempts) {
      const request = httpRequest({
        ...{ host: '127.0.0.1', port: portOf(), path, method: 'POST' },
        headers: { 'Content-Type': type, 'Content-Length': 5_000_000, Authorization: `Bearer ${key}` },
      });
      request.on('error', () => undefined); // It is cut off.
      request.write('{"text":"');
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      assert.equal(response.statusCode, expected, path);
      assert.equal(response.headers.connection, 'close', path);
      response.resume();
      request.destroy();
    }
  });

  it('is refused by its size also where that was not told, and all of it came with the head', async () => {
    const key = await start();
    const statusOf = async (size: number): Promise<number | undefined> => {
      const request = httpRequest({
        ...{ host: '127.0.0.1', port: portOf(), path: '/session/session-1/interrupt', method: 'POST' },
        headers: { 'Transfer-Encoding': 'chunked', Authorization: `Bearer ${key}` },
      });
      request.end(' '.repeat(size));
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    assert.equal(await statusOf(20_000), 413);
    assert.equal(await statusOf(10_000), 200);
  });

  it('does not end the connection where there is none', async () => {
    const key = await start();
    const response = await fetch(`http://127.0.0.1:${portOf()}/session/session-1/say-text`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: '{"text":"Hello"}',
    });
    assert.equal(response.status, 200);
    assert.notEqual(response.headers.get('Connection'), 'close');
  });
});

describe('an answer that is streamed', () => {
  afterEach(stop);

  for (const allowedOrigins of [[], ['https://www.example.com']]) {
    const whose = allowedOrigins.length > 0 ? 'for pages elsewhere, too, ' : '';
    it(`is not to be kept back by what compresses answers, and ${whose}leaves the connection to the server`, async () => {
      await start({ reply: () => 'Hello there.', allowedOrigins });
      const { headers, body } = await send('reply', '{"message":"Hello"}', 'application/json');
      assert.equal(headers.get('Cache-Control'), 'no-store, no-transform');
      // HTTP/2 refuses them, and who asked for the end of the connection would wait for it.
      assert.deepEqual([headers.get('Connection'), headers.get('Transfer-Encoding')], [null, null]);
      assert.match(await textOf(body ?? assert.fail('no body')), /event: done/);
    });
  }
});
