import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent, AuditOptions } from '../../src/server/audit.js';
import {
  ENDPOINT,
  jsonRequest,
  SECRET_KS,
  SECRET_TOKEN,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

describe('the audit', () => {
  let harness: BackendHarness;
  let events: AuditEvent[] = [];
  afterEach(() => harness.close());

  async function start(options: Partial<AuditOptions> = {}): Promise<void> {
    events = [];
    harness = await startBackendHarness({
      identify: () => 'anna',
      reply: (message) => `You said: ${message}`,
      audit: { sink: (event) => void events.push(event), ...options },
    });
    await harness.open();
  }

  const say = (text: string): Promise<Response> =>
    harness.control('say-text', { text, turnId: 'turn-1', isFinal: true });

  it('holds one event for each action: who, which session, what, with what result, how long it took', async () => {
    await start();
    await say('Hello');
    const audio = new FormData();
    audio.set('turnId', 'turn-2');
    audio.set('duration', '0.5');
    audio.set('audio', await toneMp3(0.5));
    await harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, { method: 'POST', body: audio }));
    await harness.control('interrupt');
    await harness.control('keep-alive');
    await (await harness.control('reply', { message: 'And you?', turnId: 'turn-3' })).text();
    await harness.control('end');
    assert.deepEqual(
      events.map(({ action, turnId, textLength, audioBytes }) => [action, turnId, textLength, audioBytes]),
      [
        ['create', undefined, undefined, undefined],
        ['say-text', 'turn-1', 5, undefined],
        ['say-audio', 'turn-2', undefined, (await toneMp3(0.5)).size],
        ['interrupt', undefined, undefined, undefined],
        ['keep-alive', undefined, undefined, undefined],
        ['reply', 'turn-3', 18, undefined],
        ['end', undefined, undefined, undefined],
      ],
    );
    for (const { at, caller, sessionId, result, status, latencyMs, action } of events) {
      assert.deepEqual([caller, sessionId, result, status], ['anna', 'session-1', 'done', 200], action);
      assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000 && latencyMs >= 0);
    }
  });

  it('tells what was refused here from what failed on the way to the service', async () => {
    await start();
    await harness.control('say-text', { text: 7 });
    harness.service.answers.set('say-text', { status: 500 });
    await say('Hello');
    await harness.backend.fetch(jsonRequest(`${ENDPOINT}/session-9/interrupt`));
    assert.deepEqual(
      events.slice(1).map(({ action, result, status, code }) => [action, result, status, code]),
      [
        ['say-text', 'refused', 400, 'INVALID_CONFIGURATION'],
        ['say-text', 'failed', 502, 'API_REQUEST_FAILED'],
        ['interrupt', 'refused', 404, 'SESSION_NOT_FOUND'],
      ],
    );
  });

  it('holds what was said only where that is wanted, and never a secret', async () => {
    for (const includeText of [false, true]) {
      await start({ includeText });
      await say('My name is Anna.');
      await (await harness.control('reply', { message: 'Who am I?' })).text();
      const text = JSON.stringify(events);
      for (const part of ['My name is Anna.', 'Who am I?', 'You said: Who am I?']) {
        assert.equal(text.includes(part), includeText, part);
      }
      for (const secret of [SECRET_KS, SECRET_TOKEN]) assert.ok(!text.includes(secret));
      if (!includeText) await harness.close();
    }
  });

  it('stops nothing where its sink fails, and says so in the log', async () => {
    await start({ sink: () => Promise.reject(new Error('the disk is full')) });
    assert.equal((await say('Hello')).status, 200);
    assert.ok(harness.log.some((line) => line.startsWith('error The audit sink failed')));
  });
});
