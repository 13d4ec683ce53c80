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
      assert.equal(response.headers.get('Access-Control-Expose-Headers'), 'Retry-After');
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
