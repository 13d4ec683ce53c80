import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionRecord } from '../../src/server/sessions/session-registry.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import type { SessionStore } from '../../src/server/store/session-store.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { changed } from '../support/changed.js';

const SECRET = 'a secret that signs cookies, long enough';
const CALLS = ['say-text', 'interrupt', 'keep-alive', 'end'] as const;

let harness: BackendHarness;

async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  harness = await startBackendHarness(options);
}

function callsOf(purpose: string): number {
  return harness.service.calls.filter((call) => call.purpose === purpose).length;
}

/** A call of `session-1`, as whoever sends these headers. */
function call(action: string, headers: Record<string, string> = {}, browser = harness.backend): Promise<Response> {
  const request = jsonRequest(`${ENDPOINT}/session-1/${action}`, { text: 'Hello' });
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  return browser.fetch(request);
}

/** A call by somebody who has no key. */
const callAsStranger = (action: string, headers: Record<string, string> = {}): Promise<Response> =>
  call(action, headers, harness.anotherBrowser());

async function openedCookie(url = ENDPOINT, headers: Record<string, string> = {}): Promise<string> {
  const response = await harness.backend.fetch(new Request(url, { method: 'POST', headers }));
  assert.equal(response.status, 200);
  return response.headers.getSetCookie().join(' | ');
}

describe('a session', () => {
  afterEach(() => harness.close());

  it('is for who has its key: it speaks, interrupts, keeps alive and ends', async () => {
    await start();
    const { key } = await harness.open();
    assert.match(String(key), /^[\w-]{43}$/, '32 bytes');
    for (const action of CALLS) {
      assert.equal((await callAsStranger(action, { Authorization: `Bearer ${String(key)}` })).status, 200, action);
    }
  });

  it('takes its key in a header of its own too, where Authorization is somebody else’s', async () => {
    await start();
    const { key } = await harness.open();
    for (const action of CALLS) {
      const headers = { 'Avatar-Session-Key': String(key), Authorization: 'Basic dXNlcjpwYXNz' };
      assert.equal((await callAsStranger(action, headers)).status, 200, action);
    }
  });

  it('says that it wants the key in that header where Authorization was in use as it was opened', async () => {
    await start();
    assert.ok(!('keyHeader' in (await harness.open())));
    const answer = await harness.backend.fetch(
      new Request(ENDPOINT, { method: 'POST', headers: { Authorization: 'Basic dXNlcjpwYXNz' } }),
    );
    assert.equal(((await answer.json()) as { keyHeader: string }).keyHeader, 'Avatar-Session-Key');
  });

  it('has a key of its own each time, and no cookie', async () => {
    await start();
    const keys = new Set<unknown>();
    for (let i = 0; i < 5; i++) {
      harness.nextSession(`session-${i}`);
      const answer = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
      assert.deepEqual(answer.headers.getSetCookie(), []);
      keys.add(((await answer.json()) as { key: string }).key);
    }
    assert.equal(keys.size, 5);
  });

  it('is not there without its key, nor for the key of another session', async () => {
    await start();
    await harness.open();
    const stranger = harness.anotherBrowser();
    harness.nextSession('session-2');
    const opened = await stranger.fetch(new Request(ENDPOINT, { method: 'POST' }));
    const { key } = (await opened.json()) as { key: string };
    const proofs = [{}, { Authorization: `Bearer ${key}` }, { 'Avatar-Session-Key': key }, { Authorization: key }];
    for (const headers of proofs) {
      for (const action of [...CALLS, 'say-audio', 'reply']) {
        const answer = await call(action, headers, harness.anotherBrowser());
        assert.equal(answer.status, 404, action);
        const unknown = await stranger.fetch(jsonRequest(`${ENDPOINT}/no-such-session/${action}`, { text: 'Hello' }));
        assert.equal(await answer.text(), await unknown.text(), 'as if there were none');
      }
    }
    assert.deepEqual(
      CALLS.map((action) => callsOf(action)),
      [0, 0, 0, 0],
    );
  });

  it('is not there for its session id, its hash or half of its key', async () => {
    const stored: unknown[] = [];
    const store = createMemoryStore();
    const add: SessionStore['add'] = (id, session) => (stored.push(session), store.sessions.add(id, session));
    await start({ store: { ...store, sessions: changed(store.sessions, { add }) } });
    const { key } = await harness.open();
    const { keyHash } = (stored[0] as { record: SessionRecord }).record;
    assert.ok(!JSON.stringify(stored).includes(String(key)), 'the store does not have it');
    for (const wrong of [
      'session-1',
      keyHash,
      String(key).slice(0, -1),
      `${String(key)}A`,
      String(key).toLowerCase(),
    ]) {
      assert.equal((await callAsStranger('interrupt', { Authorization: `Bearer ${wrong}` })).status, 404, wrong);
    }
  });
});

describe('the visitor’s cookie', () => {
  afterEach(() => harness.close());

  it('is there only where it is asked for, and counts: it proves nothing', async () => {
    await start({ visitorCookie: { secret: SECRET } });
    const cookie = (await openedCookie()).split(';')[0] ?? '';
    assert.equal((await callAsStranger('interrupt', { Cookie: cookie })).status, 404);
    assert.equal((await call('interrupt', { Cookie: '' })).status, 200, 'the key is enough');
  });

  it('is out of the reach of scripts, is sent by TLS alone, and is one of its own in each site that frames the page', async () => {
    await start({ visitorCookie: { secret: SECRET } });
    const cookie = await openedCookie();
    assert.match(
      cookie,
      /^__Host-kaltura-avatar=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
    assert.match(
      await openedCookie('http://localhost:3000/session'),
      /^kaltura-avatar=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    assert.match(await openedCookie('http://localhost:3000/session', { 'X-Forwarded-Proto': 'https' }), /Secure/);
  });

  it('stays for the next page, and is made anew where somebody else has signed or changed it', async () => {
    await start({ visitorCookie: { secret: SECRET } });
    const cookie = (await openedCookie()).split(';')[0] ?? '';
    assert.equal(await openedCookie(), '');
    const [name = '', value = ''] = cookie.split('=');
    const [id = '', signature = ''] = decodeURIComponent(value).split('.');
    const forged = [
      `${name}=${id}`,
      `${name}=${id}.`,
      `${name}=${encodeURIComponent(`${crypto.randomUUID()}.${signature}`)}`,
      `${name}=${encodeURIComponent(`${id}.${btoa('x'.repeat(32))}`)}`,
      `kaltura-avatar=${value}`,
    ];
    for (const one of forged)
      assert.match(await openedCookie(ENDPOINT, { Cookie: one }), /^__Host-kaltura-avatar=/, one);
  });
});

describe('a caller', () => {
  afterEach(() => harness.close());

  it('is whom the integrator names: a session is for the one who opened it, and who has its key', async () => {
    await start({ identify: (request) => request.headers.get('X-User'), visitorCookie: { secret: SECRET } });
    assert.equal(await openedCookie(ENDPOINT, { 'X-User': 'anna' }), '');
    assert.equal((await call('say-text', { 'X-User': 'ben' })).status, 404, 'the key alone');
    assert.equal((await callAsStranger('say-text', { 'X-User': 'anna' })).status, 404, 'the name alone');
    assert.equal((await call('say-text', { 'X-User': 'anna' })).status, 200);
  });

  it('is told by the integrator without the session’s key, which its libraries would take for their own', async () => {
    const seen: (string | null)[] = [];
    const look = (request: Request): string => {
      seen.push(request.headers.get('Authorization'), request.headers.get('Avatar-Session-Key'));
      return 'anna';
    };
    await start({ identify: look, authorize: (request) => look(request) !== '', clientAddress: look });
    const { key } = await harness.open();
    assert.equal((await call('say-text')).status, 200);
    assert.deepEqual(new Set(seen), new Set([null]));
    seen.length = 0;
    await callAsStranger('say-text', { Authorization: 'Bearer their-own', 'Avatar-Session-Key': String(key) });
    assert.deepEqual(new Set(seen), new Set(['Bearer their-own', null]));
    seen.length = 0;
    await harness.backend.fetch(
      new Request(ENDPOINT, { method: 'POST', headers: { Authorization: 'Bearer their-own' } }),
    );
    assert.ok(seen.includes('Bearer their-own'), 'what the page sends to open one is the page’s');
  });

  it('that the integrator does not know is refused with 401', async () => {
    await start({ identify: (request) => Promise.resolve(request.headers.get('X-User')) });
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
    assert.equal(response.status, 401);
    assert.equal(((await response.json()) as { code: string }).code, 'UNAUTHORIZED');
    assert.deepEqual(harness.service.calls, []);
  });

  it('may be refused by a hook, at any call, in words or with an answer of its own', async () => {
    let answer: boolean | Response = true;
    await start({ authorize: () => answer });
    await harness.open();
    answer = false;
    assert.equal((await call('say-text')).status, 403);
    answer = new Response('Log in', { status: 302, headers: { Location: '/login' } });
    const redirected = await call('say-text');
    assert.deepEqual([redirected.status, redirected.headers.get('Location')], [302, '/login']);
    assert.equal(callsOf('say-text'), 0);
  });

  it('is asked for without the request’s body, which the route needs', async () => {
    const seen: string[] = [];
    await start({
      identify: async (request) => {
        seen.push(await request.text());
        return 'anna';
      },
    });
    await harness.open();
    assert.equal((await call('say-text')).status, 200);
    assert.deepEqual(seen, ['', '']);
  });

  it('is answered 500 where a hook fails, without what it said', async () => {
    await start({ identify: () => Promise.reject(new Error('database password is swordfish')) });
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /swordfish/);
  });
});
