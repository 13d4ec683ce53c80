import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { requestJson } from '../../src/core/http.js';
import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const VERSION = '2026-11';
const CONSENT = { version: VERSION };

/** The first bytes of WebM, by which a recording is known. */
const RECORDING = new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, ...Array.from({ length: 60 }, () => 0)]);

describe('a backend that asks for consent', () => {
  let harness: BackendHarness;
  let events: AuditEvent[] = [];
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    events = [];
    harness = await startBackendHarness({
      requireConsent: CONSENT,
      identify: () => 'anna',
      reply: (message) => `You said: ${message}`,
      transcribe: () => 'Hello.',
      audit: { sink: (event) => void events.push(event) },
      ...options,
    });
  }

  const open = (body?: unknown): Promise<Response> => harness.backend.fetch(jsonRequest(ENDPOINT, body));
  const ask = (body: object): Promise<Response> => harness.control('reply', { message: 'Hello?', ...body });
  const record = (): Promise<Response> =>
    harness.backend.fetch(new Request(`${ENDPOINT}/session-1/transcribe`, { method: 'POST', body: RECORDING }));
  const given = (): unknown[] => events.filter(({ action }) => action === 'consent').map((event) => event.consent);
  const opened = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'create').length;

  it('opens nothing for a visitor who has not consented to this version, and says which it is', async () => {
    await start();
    for (const body of [undefined, {}, { consent: { version: '2025-01' } }]) {
      const response = await open(body);
      assert.equal(response.status, 403);
      const problem = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([problem['code'], problem['consent']], ['CONSENT_REQUIRED', { ...CONSENT, for: 'session' }]);
    }
    assert.equal(opened(), 0);
    assert.equal((await open({ consent: CONSENT })).status, 200);
    assert.equal(opened(), 1);
  });

  it('is understood by its code in a page, which is told the version', async () => {
    await start();
    const refused = requestJson({ url: ENDPOINT, purpose: 'The session endpoint', signal: undefined }, (url, init) =>
      harness.backend.fetch(new Request(url, init)),
    );
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof AvatarError);
      assert.deepEqual(
        [error.code, error.status, error.recoverable, error.details?.['consent']],
        ['CONSENT_REQUIRED', 403, false, { ...CONSENT, for: 'session' }],
      );
      return true;
    });
  });

  it('takes a consent to any version, where it names none', async () => {
    await start({ requireConsent: true });
    const refused = await open();
    const { consent } = (await refused.json()) as { consent: unknown };
    assert.deepEqual([refused.status, consent], [403, { for: 'session' }]);
    assert.equal((await open({ consent: { version: 'anything' } })).status, 200);
  });

  it('answers messages in a session that was opened with it, however they are sent', async () => {
    await start();
    await open({ consent: CONSENT });
    const answer = await ask({});
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /event: done/);
  });

  it('asks again in a session that was opened before the notice changed, until the page brings it along', async () => {
    const store = createMemoryStore();
    await start({ requireConsent: { version: '2025-01' }, store });
    const grant = (await (await open({ consent: { version: '2025-01' } })).json()) as { key: string };
    const older = harness;
    await start({ store, baseUrl: older.service.url });
    const headers = { Authorization: `Bearer ${grant.key}`, 'Content-Type': 'application/json' };
    const ask = async (body: object): Promise<[number, string]> => {
      const response = await harness.control('reply', { message: 'Hello?', ...body }, { headers });
      return [response.status, await response.text()];
    };
    const [refused, problem] = await ask({});
    assert.equal(refused, 403);
    assert.match(problem, /CONSENT_REQUIRED/);
    assert.equal((await ask({ consent: CONSENT }))[0], 200);
    assert.equal((await ask({}))[0], 200, 'it is remembered');
    assert.equal((await ask({ consent: CONSENT }))[0], 200);
    assert.deepEqual(given(), [{ version: VERSION, for: ['session'] }], 'and written down once');
    await older.close();
  });

  it('has nobody listened to who agreed to the session alone, until they do', async () => {
    await start();
    await open({ consent: CONSENT });
    const refused = await record();
    const { code, consent } = (await refused.json()) as Record<string, unknown>;
    assert.deepEqual([refused.status, code], [403, 'CONSENT_REQUIRED']);
    assert.deepEqual(consent, { ...CONSENT, for: 'microphone' });
    assert.equal((await harness.control('consent', { ...CONSENT, microphone: true })).status, 200);
    assert.equal((await record()).status, 200);
  });

  it('writes down what was consented to, when and in which session, and not by whom', async () => {
    await start();
    await open({ consent: { ...CONSENT, microphone: true } });
    await harness.control('consent', { ...CONSENT });
    const written = events.filter(({ action }) => action === 'consent');
    assert.deepEqual(given(), [
      { version: VERSION, for: ['session', 'microphone'] },
      { version: VERSION, for: ['session'] },
    ]);
    for (const event of written) {
      assert.deepEqual([event.sessionId, event.result, event.caller], ['session-1', 'done', undefined]);
      assert.ok(Math.abs(Date.parse(event.at) - Date.now()) < 60_000);
    }
  });

  it('ends the session of a visitor who takes it back', async () => {
    await start();
    await open({ consent: CONSENT });
    assert.equal((await harness.control('consent', { withdrawn: true })).status, 200);
    assert.equal((await harness.control('keep-alive')).status, 404);
    assert.equal(harness.service.calls.filter(({ purpose }) => purpose === 'end').length, 1);
  });

  it('refuses a consent that is none, by its name', async () => {
    await start();
    for (const consent of ['yes', { version: '' }, { version: 'x'.repeat(65) }, { version: 'a\nb' }, { version: 7 }]) {
      const response = await open({ consent });
      assert.equal(response.status, 400, JSON.stringify(consent));
      assert.match(await response.text(), /consent/);
    }
    assert.equal((await open({ consent: { ...CONSENT, microphone: 'yes' } })).status, 400);
    assert.equal(opened(), 0);
  });

  it('writes down a consent that it does not ask for', async () => {
    await start({ requireConsent: undefined });
    await open({ consent: CONSENT });
    assert.deepEqual(given(), [{ version: VERSION, for: ['session'] }]);
    assert.equal((await ask({})).status, 200);
  });
});
