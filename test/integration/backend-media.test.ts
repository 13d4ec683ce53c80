import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { asBrowser, createLogJournal, jsonRequest, SessionKeys } from '../support/backend-harness.js';
import { CANDIDATE_FRAGMENT, RECVONLY_OFFER, RESTART_FRAGMENT } from '../support/offer.js';
import { FakeMediaEngine, fakeVoice, ManualTimers } from '../support/simulator-fakes.js';
import { startLocalServer } from '../support/local-server.js';
import { startScriptedService } from '../support/scripted-service.js';
import { until } from '../support/until.js';

const ENDPOINT = 'https://shop.example.com/api/avatar/session';

interface Grant {
  sessionId: string;
  whepUrl: string;
  answer?: { sdp: string; location: string; etag: string };
}

let simulator: Simulator;
let timers: ManualTimers;
let engine: FakeMediaEngine;
let backend: AvatarBackend;
let log: string[];
const backends: AvatarBackend[] = [];

beforeEach(async () => {
  simulator = await assembleSimulator(
    { turn: { url: 'turn:relay.example.com:3478', username: 'u', credential: 'c' } },
    {
      clock: (timers = new ManualTimers()),
      createVoice: fakeVoice,
      createMediaEngine: (listener) => (engine = new FakeMediaEngine(listener)),
    },
  );
  backend = create();
});

afterEach(async () => {
  await Promise.all(backends.splice(0).map((each) => each.close()));
  await simulator.close();
});

function create(options: Partial<AvatarBackendOptions> = {}, keys = new SessionKeys()): AvatarBackend {
  const journal = createLogJournal();
  log = journal.lines;
  const created = createAvatarBackend({
    ks: 'test-ks',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    logger: journal.logger,
    ...options,
  });
  backends.push(created);
  return asBrowser(created, keys);
}

async function open(body: object = { offer: RECVONLY_OFFER }, at = backend): Promise<Grant> {
  const response = await at.fetch(jsonRequest(ENDPOINT, body));
  assert.equal(response.status, 200);
  return (await response.json()) as Grant;
}

const send = (
  method: string,
  address: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  backend.fetch(new Request(new URL(address, ENDPOINT), { method, headers, ...(body === undefined ? {} : { body }) }));

const SDP = { 'Content-Type': 'application/sdp' };
const FRAGMENT = { 'Content-Type': 'application/trickle-ice-sdpfrag' };

const viewers = (): number => simulator.sessions().reduce((sum, session) => sum + session.viewers, 0);
const sessions = (): number => simulator.sessions().filter(({ state }) => state !== 'ended').length;

describe('an offer that comes along with the request for a session', () => {
  it('is answered with the session, and nothing tells where the media server is', async () => {
    const grant = await open();
    assert.match(grant.answer?.sdp ?? '', /^v=0/);
    assert.match(grant.answer?.etag ?? '', /^"[^"]+"$/);
    assert.equal(viewers(), 1);
    const { host } = new URL(simulator.baseUrl);
    assert.ok(!JSON.stringify({ ...grant, answer: { ...grant.answer, sdp: '' } }).includes(host));
    assert.ok(grant.whepUrl.startsWith(`session/${grant.sessionId}/whep/`));
  });

  it('is handed on over a connection that was opened meanwhile, where the media server was known', async () => {
    let connections = 0;
    const media = await startLocalServer((_request, response) =>
      response.writeHead(201, { ...SDP, Location: '/rtc/v1/whip/1', Connection: 'close' }).end('v=0\r\n'),
    );
    media.server.on('connection', () => (connections += 1));
    const service = await startScriptedService('token');
    const init = { success: true, whepUrl: `${media.url}/rtc/v1/whep/?app=app&stream=session-1` };
    service.answers.set('init-client', { body: init });
    backend = create({ baseUrl: service.url });
    assert.ok((await open()).answer);
    assert.equal(connections, 1);
    // Before there is a session that it could be for.
    const created = { success: true, sessionId: 'session-2', token: 'token' };
    service.answers.set('create', { body: created, after: until(() => connections === 2) });
    assert.ok((await open()).answer);
    assert.equal(connections, 2);
    await service.close();
    await media.close();
  });

  it('can be followed by candidates, an ICE restart, another offer, and the end, by way of the backend', async () => {
    const { answer, whepUrl } = await open();
    assert.ok(answer);
    const { location, etag } = answer;
    assert.equal((await send('PATCH', location, CANDIDATE_FRAGMENT, { ...FRAGMENT, 'If-Match': etag })).status, 204);
    const restart = await send('PATCH', location, RESTART_FRAGMENT, { ...FRAGMENT, 'If-Match': '"*"' });
    assert.equal(restart.status, 200);
    assert.match(await restart.text(), /^a=ice-ufrag:/m);
    assert.notEqual(restart.headers.get('ETag'), etag);
    assert.equal((await send('DELETE', location)).status, 200);
    assert.equal(viewers(), 0);
    const second = await send('POST', whepUrl, RECVONLY_OFFER, SDP);
    assert.equal(second.status, 201);
    assert.match(await second.text(), /^v=0/);
    assert.equal(viewers(), 1);
    const address = new URL(second.headers.get('Location') ?? '', new URL(whepUrl, ENDPOINT)).href;
    assert.equal((await send('DELETE', address)).status, 200);
    assert.equal(viewers(), 0);
  });

  it('is the page’s own business without an offer, by mediaThrough, and where the page has the token', async () => {
    for (const grant of [
      await open({}),
      await open({ offer: RECVONLY_OFFER }, create({ mediaThrough: 'page' })),
      await open({ offer: RECVONLY_OFFER }, create({ exposeToken: true })),
    ]) {
      assert.equal(new URL(grant.whepUrl).host, new URL(simulator.baseUrl).host);
      assert.equal(grant.answer, undefined);
    }
    assert.equal(viewers(), 0);
  });

  it('has to be one', async () => {
    for (const offer of ['hello', 7, `v=0${'x'.repeat(60_000)}`]) {
      const { status } = await backend.fetch(jsonRequest(ENDPOINT, { offer }));
      assert.equal(status, typeof offer === 'string' && offer.length > 1000 ? 413 : 400);
    }
    assert.equal(sessions(), 0);
  });
});

describe('a media server that fails', () => {
  it('is left to the page, which is told where it is, and the operator is told why', async () => {
    const lines: string[] = [];
    for (const fault of [
      { kind: 'status', status: 500 },
      { kind: 'close-socket', times: 2 },
      { kind: 'html', status: 200 },
      { kind: 'counter-offer' },
      { kind: 'redirect', times: 2 },
    ] as const) {
      backend = create();
      simulator.faults.add({ call: 'whep-post', ...fault });
      const grant = await open();
      lines.push(...log);
      assert.equal(grant.answer, undefined, fault.kind);
      assert.equal(new URL(grant.whepUrl).host, new URL(simulator.baseUrl).host);
      // The page's own offer would find the place taken.
      assert.equal(viewers(), 0, fault.kind);
    }
    assert.equal(lines.filter((line) => line.startsWith('warn The media server did not take the offer')).length, 5);
    assert.ok(!lines.join('\n').includes('/rtc/v1/whep'));
  });

  it('is not waited for long, and what it answers later is deleted', async () => {
    backend = create({ timeoutMs: 300 });
    simulator.faults.add({ call: 'whep-post', kind: 'delay', ms: 1000 });
    const grant = await open();
    assert.equal(grant.answer, undefined);
    timers.advance(1000);
    await until(() => engine.calls.some((call) => call.startsWith('disconnect')));
    assert.equal(viewers(), 0);
  });

  it('is asked once more where its answer was lost on the way', async () => {
    simulator.faults.add({ call: 'whep-post', kind: 'close-socket' });
    assert.match((await open()).answer?.sdp ?? '', /^v=0/);
    assert.equal(viewers(), 1);
  });

  it('is asked once more where its answer broke off, and has no place taken by the first', async () => {
    simulator.faults.add({ call: 'whep-post', kind: 'half-answer' });
    assert.match((await open()).answer?.sdp ?? '', /^v=0/);
    assert.equal(viewers(), 1);
    assert.equal(engine.calls.filter((call) => call.startsWith('disconnect')).length, 1);
  });

  it('is left to pages at once for a minute where nothing answers', async () => {
    let now = Date.parse('2030-01-01T00:00:00Z');
    backend = create({ timeoutMs: 300, now: () => now });
    simulator.faults.add({ call: 'whep-post', kind: 'hang' });
    assert.equal((await open()).answer, undefined);
    now += 59_000;
    assert.equal((await open()).answer, undefined);
    assert.equal(log.filter((line) => line.startsWith('warn The media server')).length, 1);
    now += 2000;
    assert.match((await open()).answer?.sdp ?? '', /^v=0/);
  });

  it('is answered for with its status where that tells the page what to do, and with 502 otherwise', async () => {
    const { whepUrl, answer } = await open();
    for (const [status, answered] of [
      [409, 409],
      [503, 503],
      [404, 502],
      [401, 502],
    ] as const) {
      simulator.faults.add({ call: 'whep-post', kind: 'status', status, retryAfterSeconds: 2 });
      const response = await send('POST', whepUrl, RECVONLY_OFFER, SDP);
      assert.equal(response.status, answered);
      assert.equal(response.headers.get('Retry-After'), '2');
    }
    simulator.faults.add({ call: 'whep-patch', kind: 'status', status: 405 });
    assert.equal((await send('PATCH', answer?.location ?? '', CANDIDATE_FRAGMENT, FRAGMENT)).status, 405);
  });
});

describe('addresses of a session’s media', () => {
  it('are for those who have its key alone, and for nothing but what they were given for', async () => {
    const mine = await open();
    const other = await open();
    const location = mine.answer?.location ?? '';
    const sealed = location.split('/').at(-1) ?? '';
    const stranger = create();
    const foreign = new Request(new URL(location, ENDPOINT), { method: 'DELETE' });
    assert.equal((await stranger.fetch(foreign)).status, 404);
    for (const address of [
      `session/${other.sessionId}/whep/${sealed}`,
      `session/${mine.sessionId}/whep/${sealed.slice(0, -2)}AA`,
      `session/${mine.sessionId}/whep/aHR0cDovLzEyNy4wLjAuMS8`,
    ]) {
      assert.equal((await send('DELETE', address)).status, 400, address);
    }
    assert.equal((await send('POST', location, RECVONLY_OFFER, SDP)).status, 400);
    assert.equal((await send('DELETE', mine.whepUrl)).status, 400);
    assert.equal(viewers(), 2);
  });

  it('hold in every process that answers for the session, and end with it', async () => {
    const { answer, sessionId } = await open();
    assert.equal((await send('POST', `session/${sessionId}/end`)).status, 200);
    assert.equal((await send('DELETE', answer?.location ?? '')).status, 404);
    assert.equal(viewers(), 0);
  });
});

describe('a visitor who leaves while the session is opened', () => {
  it('leaves neither a session nor a place at the media server', async () => {
    const left = new AbortController();
    simulator.faults.add({ call: 'whep-post', kind: 'hang' });
    const request = new Request(ENDPOINT, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ offer: RECVONLY_OFFER }),
      signal: left.signal,
    });
    const answered = backend.fetch(request);
    await until(() => simulator.sessions().length === 1);
    left.abort();
    assert.equal((await answered).status, 499);
    await until(() => sessions() === 0);
    assert.equal(viewers(), 0);
  });
});

describe('GET …/ice-servers', () => {
  const ask = async (): Promise<unknown> =>
    (await backend.fetch(new Request('https://shop.example.com/api/avatar/ice-servers'))).json();

  it('tells the relay that the service named last, while its credentials hold, and opens no session', async () => {
    let now = Date.parse('2030-01-01T00:00:00Z');
    backend = create({ now: () => now });
    assert.deepEqual(await ask(), {});
    assert.equal(sessions(), 0);
    await open();
    const turn = { url: 'turn:relay.example.com:3478', username: 'u', credential: 'c' };
    assert.deepEqual(await ask(), { turn });
    now += 11 * 60_000;
    assert.deepEqual(await ask(), {});
  });
});
