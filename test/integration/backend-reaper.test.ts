import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const START = Date.UTC(2026, 0, 1);

describe('a session that nobody ends', () => {
  let harness: BackendHarness;
  let now = START;
  let events: AuditEvent[] = [];
  afterEach(() => harness.close());

  async function start(limits: AvatarLimitsInput = {}): Promise<void> {
    now = START;
    events = [];
    harness = await startBackendHarness({
      now: () => now,
      limits: { perCaller: { sessions: Infinity }, ...limits },
      audit: { sink: (event) => void events.push(event) },
    });
    await harness.open();
  }

  const ended = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'end').length;
  const reasons = (): unknown[] => events.filter(({ action }) => action === 'end').map(({ reason }) => reason);

  async function callAfter(seconds: number, action: string): Promise<number> {
    now += seconds * 1000;
    return (await harness.control(action, { text: 'Hello' })).status;
  }

  it('goes on as long as its page is heard of', async () => {
    await start();
    for (let i = 0; i < 10; i++) {
      assert.equal(await callAfter(80, 'keep-alive'), 200);
      assert.equal(await harness.backend.sweep(), 0);
    }
  });

  it('is ended when its page was not heard of for 90 s, and is gone then', async () => {
    await start();
    now += 90_000 - 1;
    assert.equal(await harness.backend.sweep(), 0);
    now += 1;
    assert.equal(await harness.backend.sweep(), 1);
    assert.deepEqual([ended(), reasons()], [1, ['absent']]);
    assert.equal(await callAfter(0, 'keep-alive'), 404);
    assert.equal(await harness.backend.sweep(), 0);
  });

  it('is ended when nothing was said to it for too long, though its page is there', async () => {
    await start({ idleSeconds: 100 });
    assert.equal(await callAfter(60, 'say-text'), 200);
    assert.equal(await callAfter(60, 'keep-alive'), 200);
    assert.equal(await harness.backend.sweep(), 0);
    assert.equal(await callAfter(39, 'keep-alive'), 200);
    now += 1000;
    assert.equal(await harness.backend.sweep(), 1);
    assert.deepEqual(reasons(), ['idle']);
  });

  it('is ended when it has lasted as long as it may, by a sweep or by the next call', async () => {
    await start({ sessionSeconds: 100 });
    assert.equal(await callAfter(60, 'say-text'), 200);
    assert.equal(await callAfter(39, 'say-text'), 200);
    assert.equal(await callAfter(1, 'say-text'), 410);
    assert.equal(ended(), 1);
    harness.nextSession('session-2');
    await harness.open();
    now += 100_000;
    assert.equal(await harness.backend.sweep(), 1);
    assert.equal(ended(), 2);
  });

  it('is tried again a minute later where the service does not end it, and not for ever', async () => {
    await start({ sessionSeconds: 600 });
    harness.service.answers.set('end', { status: 401 });
    now += 90_000;
    assert.equal(await harness.backend.sweep(), 0);
    assert.ok(harness.log.some((line) => line.startsWith('error A session could not be ended')));
    assert.equal(await harness.backend.sweep(), 0);
    assert.equal(ended(), 1, 'not before a minute has passed');
    now += 60_000;
    harness.service.answers.delete('end');
    assert.equal(await harness.backend.sweep(), 1);
    harness.service.answers.set('end', { status: 401 });
    harness.nextSession('session-2');
    await harness.open();
    for (let minute = 0; minute < 30; minute++) {
      now += 60_000;
      await harness.backend.sweep();
    }
    assert.ok(ended() < 16, `${ended()} tries`);
  });

  it('is ended once, though the page ends it while a sweep does', async () => {
    await start();
    now += 90_000;
    await Promise.all([harness.backend.sweep(), harness.backend.sweep(), harness.control('end')]);
    assert.equal(ended(), 1);
  });

  it('is ended among hundreds in one sweep', async () => {
    await start({ total: { sessions: 1000, createsPerMinute: Infinity, requestsPerSecond: Infinity } });
    for (let i = 2; i <= 120; i++) {
      harness.nextSession(`session-${i}`);
      await harness.anotherBrowser().fetch(jsonRequest(ENDPOINT));
    }
    now += 90_000;
    assert.equal(await harness.backend.sweep(), 120);
    assert.equal(
      new Set(harness.service.calls.filter(({ purpose }) => purpose === 'end').map(({ path }) => path)).size,
      120,
    );
  });
});
