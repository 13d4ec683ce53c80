import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import type { AuditEvent } from '../../src/server/audit.js';
import type { Whose } from '../../src/server/sessions/forget.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { STORES } from '../support/shared-stores.js';

/** By whom requests are made, as `identify` reads it. */
const CALLER = 'Test-Caller';

const CANARY = 'canary-0815';

for (const [name, openStore] of Object.entries(STORES)) {
  describe(`to forget, with ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    let harness: BackendHarness;
    let histories: Record<string, number> = {};
    afterEach(async () => {
      for (const close of closers.splice(0)) await close();
    });

    async function start(): Promise<void> {
      const store = await openStore();
      histories = {};
      harness = await startBackendHarness({
        store: store.ends[0],
        identify: (request) => request.headers.get(CALLER),
        reply: (message, { sessionId, history }) => {
          histories[sessionId ?? 'none'] = history.length;
          return `You said ${message}.`;
        },
      });
      closers.push(
        () => harness.close(),
        () => store.close(),
      );
    }

    async function open(caller: string, sessionId: string): Promise<void> {
      harness.nextSession(sessionId);
      const opened = await harness.backend.fetch(
        new Request(ENDPOINT, { method: 'POST', headers: { [CALLER]: caller } }),
      );
      assert.equal(opened.status, 200);
    }

    async function ask(caller: string, sessionId: string): Promise<number> {
      const headers = { 'Content-Type': 'application/json', [CALLER]: caller };
      const request = jsonRequest(`${ENDPOINT}/${sessionId}/reply`, { message: CANARY }, { headers });
      const response = await harness.backend.fetch(request);
      await response.text();
      return response.status;
    }

    const ends = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'end').length;

    it('ends all sessions of a caller, deletes what was said in them, and leaves those of others', async () => {
      await start();
      await open('anna', 'session-1');
      await open('anna', 'session-2');
      await open('ben', 'session-3');
      for (const [caller, id] of [
        ['anna', 'session-1'],
        ['anna', 'session-2'],
        ['ben', 'session-3'],
      ] as const) {
        assert.equal(await ask(caller, id), 200);
      }
      assert.equal(await harness.backend.forget({ caller: 'anna' }), 2);
      assert.equal(ends(), 2);
      assert.equal(await harness.backend.countSessions(), 1);
      assert.deepEqual([await ask('anna', 'session-1'), await ask('ben', 'session-3')], [404, 200]);
      assert.equal(histories['session-3'], 2);
      await open('anna', 'session-1');
      await ask('anna', 'session-1');
      assert.equal(histories['session-1'], 0, 'a session of the same id knows nothing of it');
      assert.equal(await harness.backend.forget({ caller: 'nobody' }), 0);
    });

    it('deletes a session also where the service does not end it', async () => {
      await start();
      await open('anna', 'session-1');
      await ask('anna', 'session-1');
      harness.service.answers.set('end', { status: 400 });
      assert.equal(await harness.backend.forget({ sessionId: 'session-1' }), 1);
      assert.equal(await ask('anna', 'session-1'), 404);
      assert.match(harness.log.join('\n'), /error A session could not be ended/);
      assert.equal(await harness.backend.forget({ sessionId: 'session-1' }), 0);
      await open('anna', 'session-1');
      await ask('anna', 'session-1');
      assert.equal(histories['session-1'], 0);
    });

    it('takes nobody for all who have no name', async () => {
      await start();
      for (const whose of [{}, { caller: undefined }, { caller: '' }, { sessionId: '' }]) {
        await assert.rejects(harness.backend.forget(whose as unknown as Whose), (error) => {
          assert.ok(isAvatarError(error));
          assert.equal(error.code, 'INVALID_INPUT');
          return true;
        });
      }
    });
  });
}

describe('the log', () => {
  it('holds nothing of what visitors say, at any level, whatever goes wrong, and neither does the audit', async () => {
    const events: AuditEvent[] = [];
    const harness = await startBackendHarness({
      identify: () => 'anna',
      audit: { sink: (event) => void events.push(event) },
      beforeSay: (text) => (text.includes('refuse') ? { refuse: 'No.' } : undefined),
      reply: (message) => (message.includes('fail') ? Promise.reject(new Error('no model')) : `You said ${message}.`),
      limits: { perCaller: { charactersPerMinute: 5000 } },
    });
    try {
      await harness.open();
      const say = async (text: string, turnId = 'turn-1'): Promise<number> =>
        (await harness.control('say-text', { text, turnId, isFinal: true })).status;
      const ask = async (message: string): Promise<string> => (await harness.control('reply', { message })).text();
      const statuses = [await say(CANARY), await say(`refuse ${CANARY}`), await say(CANARY, CANARY.repeat(100))];
      await ask(CANARY);
      await ask(`fail ${CANARY}`);
      const streamed = new Request(`${ENDPOINT}/session-1/say-text?turnId=${CANARY}`, {
        ...{ method: 'POST', body: CANARY, headers: { 'Content-Type': 'text/plain' } },
      });
      statuses.push((await harness.backend.fetch(streamed)).status);
      for (const status of [400, 422, 500, 503]) {
        harness.service.answers.set('say-text', { status, body: { success: false, error: `not ${CANARY}` } });
        await say(CANARY);
      }
      harness.service.answers.delete('say-text');
      statuses.push(await say(CANARY.repeat(400)), await say(CANARY.repeat(400)));
      assert.deepEqual(
        statuses,
        [200, 422, 400, 200, 200, 429].map((status, at) => (at === 4 ? statuses[4] : status)),
      );
      assert.ok(harness.log.length > 5 && events.length > 5);
      assert.doesNotMatch(harness.log.join('\n'), /canary/);
      const texts = events.map(({ turnId: _, ...event }) => JSON.stringify(event)).join('\n');
      assert.doesNotMatch(texts, /canary/);
    } finally {
      await harness.close();
    }
  });
});
