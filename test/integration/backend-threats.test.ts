// One test, or a pointer to one, for each threat of src/server/threat-model.md.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import { serve, type RunningServer } from '../../src/server/standalone/serve.js';
import { createLogJournal, SECRET_KS, SECRET_TOKEN } from '../support/backend-harness.js';
import { startScriptedService, type ScriptedAnswer, type ScriptedService } from '../support/scripted-service.js';

describe('a backend on the internet', () => {
  let service: ScriptedService;
  let server: RunningServer;
  let log: string[];
  /** The key of the newest session. */
  let key = '';

  beforeEach(() => start());
  afterEach(stop);

  async function start(limits: AvatarLimitsInput = {}): Promise<void> {
    service = await startScriptedService(SECRET_TOKEN);
    const { lines, logger } = createLogJournal();
    log = lines;
    const settings = {
      host: '127.0.0.1',
      port: 0,
      logLevel: 'debug',
      store: 'memory',
      auditsText: true,
      metrics: undefined,
      drainSeconds: 0,
      hooks: { module: undefined, answers: undefined, voice: undefined },
    } as const;
    const backend = { ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, limits };
    server = await serve({ ...settings, backend }, logger);
    key = '';
  }

  async function stop(): Promise<void> {
    await server.close();
    await service.close();
  }

  async function restart(limits: AvatarLimitsInput): Promise<void> {
    await stop();
    await start(limits);
  }

  async function open(): Promise<Response> {
    const response = await fetch(`${server.url}/session`, { method: 'POST' });
    if (response.ok) ({ key } = (await response.clone().json()) as { key: string });
    return response;
  }

  function send(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    const all = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, ...headers };
    return fetch(server.url + path, { method: 'POST', headers: all, body });
  }

  const say = (fields: object): Promise<Response> => send('/session/session-1/say-text', JSON.stringify(fields));

  const callsOf = (purpose: string): number => service.calls.filter((call) => call.purpose === purpose).length;

  /** Sends what no client would let us send. */
  async function sendRaw(head: string, until: RegExp): Promise<string> {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(head);
    let answer = '';
    socket.on('data', (part: Buffer) => {
      answer += part.toString();
      if (until.test(answer)) socket.destroy();
    });
    await once(socket, 'close');
    return answer;
  }

  it('refuses a body that is larger than it may be, before it has read it', async () => {
    await open();
    const length = 500 * 1024 * 1024;
    const head = `POST /session/session-1/say-text HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    assert.match(await sendRaw(`${head}{"text":"`, /413/), /^HTTP\/1\.1 413 /);
    assert.equal(callsOf('say-text'), 0);
  });

  it('refuses a body that grows larger than it may be', async () => {
    await open();
    const request = httpRequest(`${server.url}/session/session-1/say-audio`, {
      method: 'POST',
      headers: {
        'Content-Type': 'multipart/form-data; boundary=x',
        'Transfer-Encoding': 'chunked',
        Authorization: `Bearer ${key}`,
      },
    });
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    request.on('error', () => undefined); // It is cut off.
    const piece = Buffer.alloc(1024 * 1024);
    let sent = 0;
    const more = (): void => {
      while (sent < 64 && request.write(piece)) sent += 1;
    };
    request.on('drain', more);
    more();
    const [response] = await answered;
    assert.equal(response.statusCode, 413);
    assert.ok(sent < 60, `${sent} MB were taken`);
    request.destroy();
  });

  it('gives up a body that comes too slowly', async () => {
    await restart({ bodySeconds: 0.2 });
    await open();
    const head = `POST /session/session-1/say-text HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    assert.match(await sendRaw(`${head}{"text":"`, /"code":"TIMEOUT"/), /^HTTP\/1\.1 408 [^]*connection: close/i);
  });

  it('refuses JSON that is made to do harm', async () => {
    await open();
    const harmful = [
      '['.repeat(100_000),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
      '{"__proto__":{"text":"Hello"},"constructor":{"prototype":{"text":"Hello"}}}',
      '{"text":{"toString":"Hello"}}',
      `{"text":"${'\\u0000'.repeat(6000)}"}`,
      '\u0000',
    ];
    for (const body of harmful) {
      const { status } = await send('/session/session-1/say-text', body);
      assert.ok(status === 400 || status === 413, `${body.slice(0, 40)}: ${status}`);
    }
    assert.equal(({} as Record<string, unknown>)['text'], undefined);
    assert.equal(callsOf('say-text'), 0);
  });

  it('takes no session id that means something in a URL, from a page or from the service', async () => {
    await open();
    for (const id of [
      '..',
      '%2e%2e',
      '..%2f..%2fadmin',
      '%2e%2e%2f',
      '..%5c',
      'session-1%2f..%2fx',
      'a%00b',
      'a%0d%0ab',
      '%3Fx=1',
      '%23',
    ]) {
      const answer = await sendRaw(
        `POST /session/${id}/interrupt HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        /"status":4\d\d/,
      );
      assert.match(answer, /^HTTP\/1\.1 404 /, id);
    }
    assert.deepEqual(
      service.calls.map(({ purpose }) => purpose),
      ['create', 'init-client'],
    );
    for (const sessionId of ['../../admin', 'a/b', 'a\r\nX-Evil: 1', '..', '', 'a?b', 'ä', 'x'.repeat(201)]) {
      service.answers.set('create', { body: { success: true, sessionId, token: SECRET_TOKEN } });
      assert.equal((await open()).status, 502, sessionId);
    }
  });

  it('puts nothing that a visitor sends into a header, a path or a line of the log', async () => {
    await open();
    const evil = 'turn\r\nX-Evil: 1\r\n\r\n{"level":"error","message":"forged"}';
    const response = await say({ text: 'Hello\r\nX-Evil: 1', turnId: evil });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('X-Evil'), null);
    const { headers, path, body } = service.calls.at(-1) ?? assert.fail('it was not relayed');
    assert.equal(headers['x-evil'], undefined);
    assert.equal(path, '/v1/avatar-session/session-1/say-text');
    assert.equal((JSON.parse(body) as { turnId: string }).turnId, evil, 'as data, it is what it is');
  });

  it('does nothing when a request is sent again after its session has ended', async () => {
    await open();
    const recorded = (): Promise<Response> => say({ text: 'Pay me', turnId: 'turn-1', isFinal: true });
    assert.equal((await recorded()).status, 200);
    await send('/session/session-1/end', '');
    for (let i = 0; i < 3; i++) assert.equal((await recorded()).status, 404);
    assert.equal((await send('/session/session-1/end', '')).status, 404);
    assert.deepEqual([callsOf('say-text'), callsOf('end')], [1, 1]);
  });

  it('has no session for who knows its id alone, or the key of another session', async () => {
    const key1 = ((await (await open()).json()) as { key: string }).key;
    service.answers.set('create', { body: { success: true, sessionId: 'session-2', token: SECRET_TOKEN } });
    const key2 = ((await (await open()).json()) as { key: string }).key;
    const attempts = [{ Authorization: '' }, { Authorization: `Bearer ${key2}` }, { 'Avatar-Session-Key': key2 }];
    for (const action of ['say-text', 'say-audio', 'interrupt', 'keep-alive', 'reply', 'end']) {
      for (const headers of attempts) {
        const stolen = await send(`/session/session-1/${action}`, '{"text":"Hello"}', headers);
        assert.equal(stolen.status, 404, action);
      }
    }
    assert.deepEqual(
      service.calls.map(({ purpose }) => purpose),
      ['create', 'init-client', 'create', 'init-client'],
    );
    key = key1;
    assert.equal((await send('/session/session-1/end', '')).status, 200);
  });

  it('counts wrong keys, also on the end of a session, which is refused to nobody who has the right one', async () => {
    await restart({ perAddress: { requestsPerSecond: 5 } });
    await open();
    const guess = (path: string): Promise<Response> => send(path, '', { Authorization: 'Bearer a-guess' });
    for (const action of ['end', 'interrupt']) {
      const guesses = await Promise.all(Array.from({ length: 15 }, () => guess(`/session/session-1/${action}`)));
      const statuses = guesses.map(({ status }) => status);
      assert.ok(statuses.filter((status) => status === 429).length >= 5, `${action}: ${statuses.join(' ')}`);
      assert.ok(!statuses.includes(200));
    }
    assert.equal((await send('/session/session-1/end', '')).status, 200);
  });

  it('gives other sites’ pages nothing to ride on: it sets no cookie, and takes none for a proof', async () => {
    const opened = await open();
    assert.deepEqual(opened.headers.getSetCookie(), []);
    const { sessionId } = (await opened.json()) as { sessionId: string };
    // What a form of another page on the same site could send.
    const ridden = await fetch(`${server.url}/session/${sessionId}/end`, {
      method: 'POST',
      headers: { Cookie: `kaltura-avatar=${key}; key=${key}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `key=${key}`,
    });
    assert.equal(ridden.status, 404);
    assert.equal((await fetch(`${server.url}/session/${sessionId}/end?key=${key}`, { method: 'POST' })).status, 404);
    assert.equal(callsOf('end'), 0);
  });

  it('keeps calling for more from costing more', async () => {
    await restart({ perAddress: { createsPerMinute: 8, sessions: 3 } });
    const answers: number[] = [];
    for (let i = 0; i < 20; i++) {
      answers.push((await open()).status);
    }
    assert.ok(
      answers.every((status) => status === 200 || status === 429),
      answers.join(' '),
    );
    assert.equal(callsOf('create'), 3);
  });

  it('does not follow the service to somewhere else with the credentials', async () => {
    const elsewhere = await startScriptedService('another-token');
    try {
      service.answers.set('create', { status: 307, headers: { Location: `${elsewhere.url}/create` } });
      assert.equal((await open()).status, 502);
      assert.deepEqual(elsewhere.calls, []);
    } finally {
      await elsewhere.close();
    }
  });

  const answersOfEvil: [string, ScriptedAnswer][] = [
    ['an answer without end', { body: `{"success":true,"padding":"${'x'.repeat(2 * 1024 * 1024)}"}` }],
    ['a WHEP URL that is a script', { body: { success: true, whepUrl: 'javascript:alert(1)' } }],
    ['a page with the credentials in it', { status: 500, body: `<p>KS ${SECRET_KS} Bearer ${SECRET_TOKEN}</p>` }],
    ['a list', { body: [] }],
    ['nothing', { body: '' }],
  ];
  for (const [what, answer] of answersOfEvil) {
    it(`answers 502 where the service gives ${what}, and ends the session`, async () => {
      service.answers.set('init-client', answer);
      const response = await open();
      const body = await response.text();
      assert.equal(response.status, 502);
      assert.ok(body.length < 1000 && !/javascript:|<p>/.test(body), body);
      await service.received('end');
    });
  }

  it('tells no secret, in no answer, header or line of its log, whatever goes wrong, and a key to its page alone', async () => {
    const everything: string[] = [];
    const keep = async (response: Response): Promise<void> =>
      void everything.push(JSON.stringify([...response.headers]), await response.text());
    const echo = { success: false, error: `KS ${SECRET_KS} token ${SECRET_TOKEN}` };
    for (const status of [200, 400, 401, 403, 500, 503]) {
      service.answers.set('create', { status, body: { success: false, error: `no: KS ${SECRET_KS}` } });
      await keep(await open());
    }
    service.answers.delete('create');
    const opened = await open();
    await keep(new Response((await opened.text()).replace(key, ''), { headers: opened.headers }));
    for (const status of [400, 401, 403, 429, 500, 503]) {
      for (const call of ['say-text', 'interrupt', 'keep-alive', 'end']) {
        service.answers.set(call, { status, body: echo, headers: { 'X-Echo': SECRET_TOKEN } });
        await keep(await send(`/session/session-1/${call}`, '{"text":"Hello"}'));
      }
    }
    await keep(await fetch(`${server.url}/health`));
    const told = [...everything, ...log].join('\n');
    assert.ok(told.length > 5000, `${told.length}`);
    assert.equal(key.length, 43);
    for (const secret of [SECRET_KS, SECRET_TOKEN, key])
      assert.ok(!told.includes(secret), told.slice(Math.max(0, told.indexOf(secret) - 300), told.indexOf(secret)));
    assert.doesNotMatch(
      everything.join('\n'),
      /\bat .+\.[jt]s:\d+|node_modules|127\.0\.0\.1/,
      'no stack, no inner address',
    );
  });

  it('answers a request that is none as one, and goes on', async () => {
    for (const head of ['GET / HTTP/9.9\r\n\r\n', 'POST\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`]) {
      assert.match(await sendRaw(head, /\r\n\r\n/), /^HTTP\/1\.1 4\d\d /);
    }
    const health = await fetch(`${server.url}/health`);
    assert.deepEqual(JSON.parse(await textOf(health.body ?? assert.fail('no body'))), { status: 'ok' });
  });
});
