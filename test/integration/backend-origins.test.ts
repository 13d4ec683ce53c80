import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { ENDPOINT, EXAMPLE_ORIGIN, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const PARTNER = 'https://partner.example.org';
const STRANGER = 'https://stranger.example.net';

describe('pages of other origins', () => {
  let harness: BackendHarness;
  beforeEach(async () => {
    harness = await startBackendHarness({ allowedOrigins: [PARTNER] });
  });
  afterEach(() => harness.close());

  function send(headers: Record<string, string>, method = 'POST', backend = harness.backend): Promise<Response> {
    return backend.fetch(new Request(ENDPOINT, { method, headers }));
  }

  const preflight = (origin: string): Record<string, string> => ({
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  });

  it('are told what they may do where they are allowed', async () => {
    const response = await send(preflight(PARTNER), 'OPTIONS');
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), PARTNER);
    assert.match(response.headers.get('Access-Control-Allow-Methods') ?? '', /POST/);
    assert.equal(response.headers.get('Access-Control-Allow-Headers'), 'content-type');
    assert.match(response.headers.get('Vary') ?? '', /Origin/);
  });

  it('are told nothing where they are not', async () => {
    const response = await send(preflight(STRANGER), 'OPTIONS');
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
  });

  it('may read answers and errors, and how long to wait, where they are allowed', async () => {
    const headers = { Origin: PARTNER, 'Sec-Fetch-Site': 'cross-site' };
    const opened = await send(headers);
    harness.service.answers.set('create', { status: 429, headers: { 'Retry-After': '5' } });
    const refused = await send(headers);
    assert.deepEqual([opened.status, refused.status], [200, 429]);
    for (const response of [opened, refused]) {
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), PARTNER);
      assert.equal(response.headers.get('Access-Control-Expose-Headers'), 'Retry-After,X-Request-Id,Location,ETag');
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
    }
  });

  it('open no session where they are not, not even with a request that needs no preflight', async () => {
    for (const site of ['cross-site', 'same-site']) {
      for (const headers of [{ Origin: STRANGER, 'Sec-Fetch-Site': site }, { 'Sec-Fetch-Site': site }]) {
        const response = await send(headers);
        assert.equal(response.status, 403);
        assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
      }
    }
    assert.deepEqual(harness.service.calls, []);
  });

  it('open no session where they are not, also in browsers that do not tell the site', async () => {
    for (const origin of [STRANGER, 'null', 'https://shop.example.com.evil.example', 'https://shop.example.com:8443']) {
      assert.equal((await send({ Origin: origin })).status, 403, origin);
    }
    assert.deepEqual(harness.service.calls, []);
  });

  it('open one where they are of the host that was asked, by its own name or by that of the proxy before it', async () => {
    for (const headers of [
      { Origin: EXAMPLE_ORIGIN },
      { Origin: STRANGER, 'X-Forwarded-Host': new URL(STRANGER).host },
    ]) {
      assert.equal((await send(headers)).status, 200);
    }
  });

  it('leave pages of the same origin as they are', async () => {
    const response = await send({ Origin: EXAMPLE_ORIGIN, 'Sec-Fetch-Site': 'same-origin' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
  });

  it('are told of to the operator, once for each origin, with what to add', async () => {
    const told = (): string[] => harness.log.filter((line) => line.startsWith('warn'));
    await send(preflight(STRANGER), 'OPTIONS');
    const refused = await send({ Origin: STRANGER, 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(told().length, 1, told().join('\n'));
    assert.ok(told()[0]?.includes(`allowedOrigins: ['${STRANGER}']`), told()[0]);
    assert.ok(told()[0]?.includes(`AVATAR_ALLOWED_ORIGINS=${STRANGER}`), told()[0]);
    const { detail } = (await refused.json()) as { detail: string };
    assert.ok(detail.includes(`allowedOrigins: ['${STRANGER}']`), detail);
    await send({ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' });
    assert.ok(told()[1]?.includes("allowedOrigins: ['null']"), told()[1]);
  });

  it('fill no log: they are told of for fifty origins, and not at all where the origin is made up', async () => {
    for (const origin of [
      'x'.repeat(5000),
      'https://a.example/\u0022',
      'https://a b',
      `https://${'x'.repeat(400)}.example`,
    ]) {
      const response = await send({ Origin: origin });
      assert.equal(response.status, 403);
      assert.ok((await response.text()).length < 400);
    }
    for (let i = 0; i < 200; i++) await send({ Origin: `https://shop-${i}.example.net` });
    assert.equal(harness.log.filter((line) => line.startsWith('warn')).length, 50);
  });

  it('are told what to set where a proxy of plain http has hidden the host that was asked for', async () => {
    const phone = 'http://192.168.1.20:5173';
    const headers = { Origin: phone, Host: 'localhost:3001' };
    const request = new Request('http://localhost:3001/api/avatar/session', { method: 'POST', headers });
    const refused = await harness.backend.fetch(request);
    assert.equal(refused.status, 403);
    const { detail } = (await refused.json()) as { detail: string };
    assert.ok(detail.includes(`allowedOrigins: ['${phone}']`), detail);
    assert.match(harness.log.join('\n'), /changeOrigin.*X-Forwarded-Host/);
    const open = await startBackendHarness({ allowedOrigins: [phone] });
    try {
      assert.equal((await open.backend.fetch(new Request(request, { headers }))).status, 200);
    } finally {
      await open.close();
    }
  });

  it('get no preflight answer at all where no origins are allowed', async () => {
    const closed = await startBackendHarness();
    try {
      const response = await send(preflight(PARTNER), 'OPTIONS', closed.backend);
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    } finally {
      await closed.close();
    }
  });
});

describe('the origins that are allowed', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  /** The status of a create from there, and what its page may read. */
  async function from(origin: string): Promise<string> {
    const headers = { Origin: origin, 'Sec-Fetch-Site': 'cross-site' };
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', headers }));
    const [readableBy, credentials] = ['Origin', 'Credentials'].map((name) =>
      response.headers.get(`Access-Control-Allow-${name}`),
    );
    assert.match(response.headers.get('Vary') ?? '', /Origin/);
    return [response.status, readableBy === origin ? 'readable' : readableBy, credentials ? 'credentials' : '']
      .join(' ')
      .trim();
  }

  it('may have any one label in front', async () => {
    harness = await startBackendHarness({ allowedOrigins: ['https://*.example.org', 'http://*.localhost:3000'] });
    for (const origin of ['https://shop.example.org', 'https://a-b_1.example.org', 'http://x.localhost:3000'])
      assert.equal(await from(origin), '200 readable credentials', origin);
    for (const origin of [
      'https://example.org',
      'https://a.b.example.org',
      'https://.example.org',
      'http://shop.example.org',
      'https://shop.example.org:8443',
      'https://shop.example.org.evil.example',
      'https://shopxexample.org',
      'https://evil.example/.example.org',
      'http://x.localhost:3001',
      'null',
    ])
      assert.equal(await from(origin), '403', origin);
  });

  it('may be those of WebViews, and of pages that have none where that is said', async () => {
    const apps = [
      'capacitor://localhost',
      'ionic://localhost',
      'tauri://localhost',
      'app://.',
      'file://',
      'chrome-extension://abcdef',
    ];
    harness = await startBackendHarness({ allowedOrigins: [...apps, 'null'] });
    for (const origin of apps) assert.equal(await from(origin), '200 readable credentials', origin);
    assert.equal(await from('null'), '200 readable', 'every sandboxed page has this one: it gets no cookies');
    assert.equal(await from('capacitor://evil'), '403');
  });

  it('may be told by a function, also later', async () => {
    const asked: [string, string][] = [];
    harness = await startBackendHarness({
      allowedOrigins: async (origin, request) => {
        asked.push([origin, new URL(request.url).pathname]);
        await Promise.resolve();
        return origin === PARTNER;
      },
    });
    assert.equal(await from(PARTNER), '200 readable credentials');
    assert.equal(await from(STRANGER), '403');
    assert.ok(asked.some(([origin, path]) => origin === STRANGER && path === '/api/avatar/session'));
  });

  it('let the headers of the session’s key through', async () => {
    harness = await startBackendHarness({ allowedOrigins: [PARTNER] });
    const headers = {
      Origin: PARTNER,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,avatar-session-key,content-type',
    };
    const response = await harness.backend.fetch(
      new Request(`${ENDPOINT}/session-1/end`, { method: 'OPTIONS', headers }),
    );
    const allowed = response.headers.get('Access-Control-Allow-Headers')?.split(/, ?/);
    assert.deepEqual(allowed, ['authorization', 'avatar-session-key', 'content-type']);
  });
});
