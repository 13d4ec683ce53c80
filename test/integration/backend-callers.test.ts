import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const SECRET = 'a secret that signs cookies, long enough';
const CALLS = ['say-text', 'interrupt', 'keep-alive', 'end'] as const;

let harness: BackendHarness;

async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  harness = await startBackendHarness({ cookieSecret: SECRET, ...options });
}

function callsOf(purpose: string): number {
  return harness.service.calls.filter((call) => call.purpose === purpose).length;
}

/** A call of `session-1`, as whoever sends these headers. */
function call(action: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = jsonRequest(`${ENDPOINT}/session-1/${action}`, { text: 'Hello' });
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  return harness.backend.fetch(request);
}

async function openedCookie(url = ENDPOINT, headers: Record<string, string> = {}): Promise<string> {
  const response = await harness.backend.fetch(new Request(url, { method: 'POST', headers }));
  assert.equal(response.status, 200);
  return response.headers.getSetCookie().join(' | ');
}

describe('a session', () => {
  afterEach(() => harness.close());

  it('is its browser’s: it speaks, interrupts, keeps alive and ends', async () => {
    await start();
    await harness.open();
    for (const action of CALLS) assert.equal((await call(action)).status, 200, action);
  });

  it('is not there for another browser, nor for one without a cookie', async () => {
    await start();
    await harness.open();
    const stranger = harness.anotherBrowser();
    harness.nextSession('session-2');
    await stranger.fetch(new Request(ENDPOINT, { method: 'POST' }));
    for (const browser of [stranger, harness.anotherBrowser()]) {
      for (const action of [...CALLS, 'say-audio', 'reply']) {
        const answer = await browser.fetch(jsonRequest(`${ENDPOINT}/session-1/${action}`, { text: 'Hello' }));
        assert.equal(answer.status, 404, action);
      }
    }
    assert.deepEqual(
      CALLS.map((action) => callsOf(action)),
      [0, 0, 0, 0],
    );
  });

  it('is not there for a cookie that somebody else has signed, or changed', async () => {
    await start();
    const cookie = (await openedCookie()).split(';')[0] ?? '';
    assert.equal((await call('interrupt', { Cookie: cookie })).status, 200);
    const [name = '', value = ''] = cookie.split('=');
    const [id = '', signature = ''] = decodeURIComponent(value).split('.');
    const forged = [
      `${name}=${id}`,
      `${name}=${id}.`,
      `${name}=${encodeURIComponent(`${crypto.randomUUID()}.${signature}`)}`,
      `${name}=${encodeURIComponent(`${id}.${signature.split('').reverse().join('')}`)}`,
      `${name}=${encodeURIComponent(`${id}.${btoa('x'.repeat(32))}`)}`,
      `kaltura-avatar=${value}`,
    ];
    for (const one of forged) assert.equal((await call('interrupt', { Cookie: one })).status, 404, one);
  });

  it('is told apart by a cookie that no script and no other site gets, and that is sent by TLS alone', async () => {
    await start();
    const cookie = await openedCookie();
    assert.match(cookie, /^__Host-kaltura-avatar=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.doesNotMatch(await openedCookie('http://localhost:3000/session'), /Secure|__Host-/);
    assert.match(await openedCookie('http://localhost:3000/session', { 'X-Forwarded-Proto': 'https' }), /Secure/);
  });

  it('of a page of another site that is allowed has a cookie that belongs to both sites', async () => {
    await start({ allowedOrigins: ['https://partner.example.org'] });
    const headers = { Origin: 'https://partner.example.org', 'Sec-Fetch-Site': 'cross-site' };
    assert.match(await openedCookie(ENDPOINT, headers), /Secure; SameSite=None; Partitioned/);
  });

  it('keeps the caller’s cookie, so that a page that is loaded again has its sessions', async () => {
    await start();
    assert.notEqual(await openedCookie(), '');
    assert.equal(await openedCookie(), '');
  });
});

describe('a caller', () => {
  afterEach(() => harness.close());

  it('is whom the integrator names, without any cookie', async () => {
    await start({ identify: (request) => request.headers.get('X-User') });
    assert.equal(await openedCookie(ENDPOINT, { 'X-User': 'anna' }), '');
    assert.equal((await call('say-text', { 'X-User': 'ben' })).status, 404);
    assert.equal((await call('say-text', { 'X-User': 'anna' })).status, 200);
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
