import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import {
  ENDPOINT,
  EXAMPLE_ORIGIN,
  jsonRequest,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { startTelemetry } from '../support/open-telemetry.js';

const HEADER = 'X-Request-Id';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the id of a request', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness({ trustedProxies: 1, ...options });
  }

  const ask = (path: string, id?: string, init: RequestInit = { method: 'POST' }): Promise<Response> =>
    harness.backend.fetch(
      new Request(EXAMPLE_ORIGIN + path, { ...init, headers: id === undefined ? {} : { [HEADER]: id } }),
    );

  it('is the trusted proxy’s, in the answer, in every line about the request and in the audit', async () => {
    const events: AuditEvent[] = [];
    await start({ audit: { sink: (event) => void events.push(event) } });
    const opened = await ask('/api/avatar/session', 'open-1');
    assert.equal(opened.headers.get(HEADER), 'open-1');
    harness.service.answers.set('say-text', { status: 500 });
    const body = { text: 'Hello.', turnId: 'turn-1', isFinal: true };
    const headers = { 'Content-Type': 'application/json', [HEADER]: 'say-1' };
    const said = await harness.backend.fetch(jsonRequest(`${ENDPOINT}/session-1/say-text`, body, { headers }));
    assert.deepEqual([said.status, said.headers.get(HEADER)], [502, 'say-1']);
    await ask('/api/avatar/session/session-1/end', 'end-1');
    assert.deepEqual(
      harness.log.map((line) => /requestId: '([^']+)'/.exec(line)?.[1]),
      ['open-1', 'say-1', 'end-1'],
      harness.log.join('\n'),
    );
    assert.deepEqual(
      events.map(({ requestId }) => requestId),
      ['open-1', 'say-1', 'end-1'],
    );
  });

  it('is in the lines about a session that could not be prepared, and that could not be ended', async () => {
    await start({ timeoutMs: 1000 });
    harness.service.answers.set('init-client', { status: 400 });
    harness.service.answers.set('end', { status: 400 });
    await ask('/api/avatar/session', 'open-1');
    assert.ok(harness.log.length >= 2);
    for (const line of harness.log) assert.match(line, /requestId: 'open-1'/);
  });

  it('is one of the backend’s own where no proxy is trusted, and where what comes is no id', async () => {
    await start({ trustedProxies: 0 });
    const own = (await ask('/health', 'mine', { method: 'GET' })).headers.get(HEADER);
    assert.match(own ?? '', UUID);
    assert.notEqual((await ask('/health', 'mine', { method: 'GET' })).headers.get(HEADER), own);
    await harness.close();
    await start();
    for (const wrong of ['', 'two words', 'x'.repeat(129), 'a"b', '<b>', 'ü'])
      assert.match((await ask('/nothing', wrong)).headers.get(HEADER) ?? '', UUID, wrong);
  });

  it('is in the span of the request', async () => {
    const telemetry = startTelemetry();
    try {
      await start({ tracer: telemetry.tracer });
      await ask('/api/avatar/session', 'open-1');
      const span = telemetry.spans().find(({ name }) => name === 'POST /session');
      assert.equal(span?.attributes['kaltura_avatar.request.id'], 'open-1');
    } finally {
      await telemetry.close();
    }
  });

  it('may be read by pages of other origins', async () => {
    await start({ allowedOrigins: ['https://www.example.org'] });
    const headers = { Origin: 'https://www.example.org', 'Sec-Fetch-Site': 'cross-site' };
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', headers }));
    assert.match(response.headers.get('Access-Control-Expose-Headers') ?? '', /X-Request-Id/);
  });
});
