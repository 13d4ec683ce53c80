import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { isRecord } from '../../src/core/json-reader.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import {
  ENDPOINT,
  SECRET_KS,
  SECRET_TOKEN,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { changed } from '../support/changed.js';
import type { ScriptedAnswer } from '../support/scripted-service.js';

const HTML: ScriptedAnswer = { headers: { 'Content-Type': 'text/html' }, body: '<h1>Welcome to nginx</h1>' };
const TRUNCATED = `{"success":true,"sessionId":"session-1","token":"${SECRET_TOKEN}`;
const ECHO = { success: false, error: `no good: KS ${SECRET_KS} Bearer ${SECRET_TOKEN}` };

describe('the backend when the service fails', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(
    options?: Partial<AvatarBackendOptions>,
    answers: Record<string, ScriptedAnswer> = {},
  ): Promise<void> {
    harness = await startBackendHarness(options);
    for (const [purpose, answer] of Object.entries(answers)) harness.service.answers.set(purpose, answer);
  }

  function create(init: RequestInit = {}): Promise<Response> {
    return harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', ...init }));
  }

  /** Checks the shape that every error has, and that it tells nothing. */
  async function assertProblem(response: Response, status: number, code: string): Promise<Record<string, unknown>> {
    const body: unknown = await response.clone().json();
    assert.ok(isRecord(body));
    assert.equal(response.status, status, JSON.stringify(body));
    assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.deepEqual(Object.keys(body), ['type', 'title', 'status', 'detail', 'code', 'success', 'error']);
    const { detail } = body;
    assert.deepEqual(
      [body['type'], body['status'], body['code'], body['success'], body['error']],
      ['about:blank', status, code, false, detail],
    );
    await assertNoSecretIn(response);
    return body;
  }

  async function assertNoSecretIn(response: Response): Promise<void> {
    const said = [await response.text(), ...[...response.headers].flat(), ...harness.log].join('\n');
    assert.ok(!said.includes(SECRET_KS), `the KS got out: ${said}`);
    assert.ok(!said.includes(SECRET_TOKEN), `the token got out: ${said}`);
    assert.doesNotMatch(said, /\n\s+at |file:\/\/|node:internal/, 'a stack got out');
  }

  const createFailures: readonly (readonly [ScriptedAnswer, status: number, code: string])[] = [
    [{ status: 401, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 403, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 404, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 500, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 429 }, 429, 'CAPACITY'],
    [{ status: 503 }, 503, 'API_REQUEST_FAILED'],
    [{ status: 504 }, 504, 'TIMEOUT'],
    [{ body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ body: TRUNCATED }, 502, 'API_REQUEST_FAILED'],
    [{ body: '' }, 502, 'API_REQUEST_FAILED'],
    [{ body: { success: true, token: SECRET_TOKEN } }, 502, 'API_REQUEST_FAILED'],
    [HTML, 502, 'API_REQUEST_FAILED'],
    ['hang', 504, 'TIMEOUT'],
  ];
  for (const [answer, status, code] of createFailures) {
    it(`answers ${status} where create is answered with ${JSON.stringify(answer).slice(0, 60)}`, async () => {
      await start(answer === 'hang' ? { timeoutMs: 1000 } : {}, { create: answer });
      await assertProblem(await create(), status, code);
      assert.equal(harness.service.calls.length, 1, 'the browser tries again, not the backend');
    });
  }

  it('tells the operator, not the visitor, that the credentials were refused', async () => {
    await start({}, { create: { status: 401 } });
    const { detail } = await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
    assert.doesNotMatch(String(detail), /KS|credential|401/i);
    assert.ok(harness.log.some((line) => line.startsWith('error') && line.includes('check AVATAR_KS / baseUrl')));
  });

  for (const [status, meaning] of [
    [400, /does not take this avatar or voice: check the ids; `kaltura-avatar-server avatars`/],
    [401, /does not know this Kaltura Session, which may have expired/],
    [403, /admin with the privilege disableentitlement, not one for a conversation/],
  ] as const) {
    it(`tells the operator, and not the visitor, what it means that create is answered with ${status}`, async () => {
      await start({}, { create: { status } });
      const { detail } = await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
      assert.equal(detail, 'The avatar service cannot be used at the moment. Try again later.');
      const line = harness.log.find((each) => /^(?:error|warn) The avatar service/.test(each));
      assert.match(line ?? '', meaning);
    });
  }

  it('takes a refused init-client for none of a create', async () => {
    await start({}, { 'init-client': { status: 403 } });
    await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
    assert.doesNotMatch(harness.log.join('\n'), /lets this Kaltura Session open no sessions/);
  });

  const elsewhere: readonly (readonly [what: string, answer: ScriptedAnswer])[] = [
    ['does not know the path', { status: 404, body: '<h1>Not Found</h1>' }],
    ['is a web page', HTML],
  ];
  for (const [what, answer] of elsewhere) {
    it(`tells the operator to check the base URL where what answers ${what}, and is not ready`, async () => {
      await start({}, { create: answer });
      await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
      assert.match(harness.log.join('\n'), /^error .*check baseUrl \(AVATAR_BASE_URL\) and createPath/m);
      const ready = await harness.backend.fetch(new Request('https://shop.example.com/ready'));
      await assertProblem(ready, 503, 'API_REQUEST_FAILED');
      assert.match(harness.log.join('\n'), /^error Not ready: .*check baseUrl \(AVATAR_BASE_URL\)/m);
    });
  }

  it('is ready where the service refuses, fails or is slow to a create without a KS, which it is asked once', async () => {
    for (const answer of [{ status: 401 }, { status: 400 }, { status: 500 }, { status: 503 }] as const) {
      await start({}, { create: answer });
      for (let i = 0; i < 3; i++) {
        assert.equal((await harness.backend.fetch(new Request('https://shop.example.com/ready'))).status, 200);
      }
      assert.equal(harness.service.calls.length, 1);
      const [{ headers, body }] = harness.service.calls as [(typeof harness.service.calls)[0]];
      assert.deepEqual([headers.authorization, body], [undefined, '{}'], 'what opens no session');
      if (answer.status !== 503) await harness.close();
    }
  });

  it('looks for a service that was not found again after a while', async () => {
    let now = 0;
    await start({ now: () => now }, { create: HTML });
    const isReady = async (): Promise<number> =>
      (await harness.backend.fetch(new Request('https://shop.example.com/ready'))).status;
    assert.deepEqual([await isReady(), await isReady()], [503, 503]);
    assert.equal(harness.service.calls.length, 1);
    harness.service.answers.set('create', { status: 401 });
    now = 11_000;
    assert.equal(await isReady(), 200);
  });

  it('passes on how long the service wants to be left alone', async () => {
    for (const status of [429, 503]) {
      await start({}, { create: { status, headers: { 'Retry-After': '7' } } });
      assert.equal((await create()).headers.get('Retry-After'), '7');
      if (status === 429) await harness.close();
    }
  });

  it('passes on an hour at most, whatever the service asks for', async () => {
    await start();
    for (const asked of ['99999999999999980000', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
      harness.service.answers.set('create', { status: 503, headers: { 'Retry-After': asked } });
      assert.equal((await create()).headers.get('Retry-After'), '3600', asked);
    }
  });

  it('answers 502 where nothing listens at the base URL', async () => {
    await start({ baseUrl: 'http://127.0.0.1:9/v1/avatar-session' });
    await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
    assert.match(harness.log.join('\n'), /^error The avatar service cannot be reached: check baseUrl/m);
    assert.equal((await harness.backend.fetch(new Request('https://shop.example.com/ready'))).status, 503);
  });

  it('answers 500 where getKs fails, without what it said', async () => {
    await start({ getKs: () => Promise.reject(new Error(`the vault has no ${SECRET_KS}`)) });
    await assertProblem(await create(), 500, 'API_REQUEST_FAILED');
    assert.ok(harness.log.some((line) => line.includes('getKs failed')));
  });

  const onFire = new Error('the store is on fire');
  const breaks: Record<string, () => Promise<never>> = {
    'in its own time': () => Promise.reject(onFire),
    'at once': () => {
      throw onFire;
    },
  };
  for (const [when, add] of Object.entries(breaks)) {
    it(`answers 503 where the store breaks ${when}, and ends the session that it could not keep`, async () => {
      const store = createMemoryStore();
      await start({ store: { ...store, sessions: changed(store.sessions, { add }) } });
      await assertProblem(await create(), 503, 'API_REQUEST_FAILED');
      assert.ok(harness.log.some((line) => line.startsWith('error The store failed')));
      assert.equal((await harness.service.received('end')).path, '/v1/avatar-session/session-1/end');
    });
  }

  for (const answer of [{ status: 500, body: ECHO }, HTML, { body: { success: true } }, 'hang'] as const) {
    it(`ends the session where init-client is answered with ${JSON.stringify(answer).slice(0, 50)}`, async () => {
      await start(answer === 'hang' ? { timeoutMs: 1000 } : {}, { 'init-client': answer });
      await assertProblem(
        await create(),
        answer === 'hang' ? 504 : 502,
        answer === 'hang' ? 'TIMEOUT' : 'API_REQUEST_FAILED',
      );
      const { headers } = await harness.service.received('end');
      assert.equal(headers.authorization, `Bearer ${SECRET_TOKEN}`);
    });
  }

  it('tells the operator of a session that could not be ended', async () => {
    await start({}, { 'init-client': { status: 500 }, end: { status: 401, body: ECHO } });
    await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
    assert.ok(harness.log.some((line) => line.startsWith('error A session could not be ended')));
  });

  it('ends the session where its id cannot stand in a path', async () => {
    await start({}, { create: { body: { success: true, sessionId: 'a/b c', token: SECRET_TOKEN } } });
    await assertProblem(await create(), 502, 'API_REQUEST_FAILED');
    assert.equal((await harness.service.received('end')).path, '/v1/avatar-session/a%2Fb%20c/end');
  });

  it('ends the session where the browser goes away while it is opened', async () => {
    await start({}, { 'init-client': 'hang' });
    const browser = new AbortController();
    const answer = create({ signal: browser.signal });
    await harness.service.received('init-client');
    browser.abort();
    await assertProblem(await answer, 499, 'ABORTED');
    await harness.service.received('end');
    assert.equal(await sessionsHeld(), 0);
  });

  it('lets create finish where the browser goes away meanwhile, to end what it opened', async () => {
    await start({
      fetch: async (input, init) => {
        if (input.endsWith('/create')) browser.abort();
        return fetch(input, init);
      },
    });
    const browser = new AbortController();
    await assertProblem(await create({ signal: browser.signal }), 499, 'ABORTED');
    assert.deepEqual(
      harness.service.calls.map(({ purpose }) => purpose),
      ['create', 'end'],
    );
  });

  it('ends a session that the service opens after the time limit', async () => {
    let open = (): void => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    await start({
      // Time enough for its end, which has as much.
      timeoutMs: 1000,
      fetch: async (input, init) => {
        if (input.endsWith('/create')) await held;
        return fetch(input, init);
      },
    });
    await assertProblem(await create(), 504, 'TIMEOUT');
    open();
    assert.equal((await harness.service.received('end')).path, '/v1/avatar-session/session-1/end');
    // Waits for the ends of sessions that are under way.
    await harness.backend.close();
    assert.equal(await sessionsHeld(), 0);
  });

  const controlFailures: readonly (readonly [ScriptedAnswer, status: number, code: string])[] = [
    [{ status: 401, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 400, body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [{ status: 429, headers: { 'Retry-After': '3' } }, 429, 'RATE_LIMITED'],
    [{ status: 503, headers: { 'Retry-After': '3' } }, 503, 'API_REQUEST_FAILED'],
    [{ body: ECHO }, 502, 'API_REQUEST_FAILED'],
    [HTML, 502, 'API_REQUEST_FAILED'],
    ['hang', 504, 'TIMEOUT'],
  ];
  for (const [answer, status, code] of controlFailures) {
    it(`answers ${status} to every call where the service answers ${JSON.stringify(answer).slice(0, 60)}`, async () => {
      await start(answer === 'hang' ? { timeoutMs: 1000 } : {});
      await harness.open();
      for (const action of ['say-text', 'interrupt', 'keep-alive', 'end']) {
        harness.service.answers.set(action, answer);
        const response = await harness.control(action, { text: 'Hello', turnId: 't1', isFinal: true });
        assert.equal(response.headers.get('Retry-After'), status === 429 || status === 503 ? '3' : null);
        await assertProblem(response, status, code);
      }
      assert.equal(harness.service.calls.length, 6, 'each call is relayed once');
      assert.equal(await sessionsHeld(), 1, 'the session is kept, so that it can still be ended');
    });
  }

  for (const status of [404, 410]) {
    it(`answers 410 where the service says ${status}, and forgets the session, but for ending it in case it is there`, async () => {
      await start({}, { 'say-text': { status } });
      await harness.open();
      await assertProblem(await harness.control('say-text', { text: 'Hello' }), 410, 'SESSION_GONE');
      assert.equal(await sessionsHeld(), 0);
      assert.equal(harness.service.calls.filter(({ purpose }) => purpose === 'end').length, 1);
      await assertProblem(await harness.control('say-text', { text: 'Hello' }), 404, 'SESSION_NOT_FOUND');
    });
  }

  function sessionsHeld(): Promise<number> {
    return harness.backend.countSessions();
  }
});
