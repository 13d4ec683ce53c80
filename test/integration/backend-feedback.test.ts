import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { Feedback } from '../../src/server/reports/feedback.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';
import { until } from '../support/until.js';

const MINUTE_MS = 60_000;

/** By whom requests are made, as `identify` reads it. */
const CALLER = 'Test-Caller';

for (const [name, openStore] of Object.entries(STORES)) {
  describe(`what a visitor thinks, with ${name}`, () => {
    let store: SharedStore;
    let harness: BackendHarness;
    let told: Feedback[] = [];
    let audit: AuditEvent[] = [];
    afterEach(async () => {
      await harness.backend.close();
      await harness.close();
      await store.close();
    });

    async function start(options: Partial<AvatarBackendOptions> = {}): Promise<Record<string, unknown>> {
      store = await openStore();
      [told, audit] = [[], []];
      harness = await startBackendHarness({
        store: store.ends[0],
        identify: (request) => request.headers.get(CALLER) ?? 'anna',
        onFeedback: (feedback) => void told.push(feedback),
        audit: { sink: (event) => void audit.push(event) },
        ...options,
      });
      return harness.open();
    }

    const rate = (body: unknown, init?: RequestInit): Promise<Response> => harness.control('feedback', body, init);
    const rated = async (body: unknown, init?: RequestInit): Promise<number> => (await rate(body, init)).status;

    it('is told of each message, and at the end', async () => {
      const { takesFeedback } = await start();
      assert.equal(takesFeedback, true);
      assert.deepEqual(await (await rate({ turnId: 'turn-1', rating: 'up' })).json(), { success: true });
      assert.equal(await rated({ rating: 'down' }), 200);
      assert.equal(await rated({ stars: 4, comment: '  Nice, but slow. ' }), 200);
      const whose = { sessionId: 'session-1', caller: 'anna' };
      assert.deepEqual(told, [
        { ...whose, turnId: 'turn-1', rating: 'up' },
        { ...whose, rating: 'down' },
        { ...whose, stars: 4, comment: 'Nice, but slow.' },
      ]);
    });

    it('is taken for ten minutes after the end, from whoever has the key, and nobody else', async () => {
      const { key } = await start();
      await harness.control('end');
      assert.equal(await rated({ stars: 5 }), 200);
      assert.deepEqual(told, [{ sessionId: 'session-1', caller: 'anna', stars: 5 }]);
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${String(key)}` };
      assert.equal(await rated({ stars: 1 }, { headers: { ...headers, [CALLER]: 'ben' } }), 404);
      assert.equal(await rated({ stars: 1 }, { headers: { ...headers, Authorization: 'Bearer another' } }), 404);
      assert.equal((await harness.control('keep-alive')).status, 404, 'the key is good for nothing else');
      await store.elapse(10 * MINUTE_MS + 1);
      assert.equal(await rated({ stars: 5 }), 404);
      assert.equal(told.length, 1);
    });

    it('is not taken of a session whose data was to be forgotten, or whose visitor took the consent back', async () => {
      await start();
      await harness.backend.forget({ sessionId: 'session-1' });
      assert.equal(await rated({ stars: 5 }), 404);
      await harness.open();
      await harness.control('consent', { withdrawn: true });
      assert.equal(await rated({ stars: 5 }), 404);
      await harness.open();
      await harness.control('end');
      assert.equal(await rated({ stars: 5 }), 200);
      await harness.backend.forget({ sessionId: 'session-1' });
      assert.equal(await rated({ stars: 5 }), 404, 'what was left of it is forgotten, too');
    });

    it('is written down without a word of it', async () => {
      await start();
      await rate({ turnId: 'turn-1', rating: 'down' });
      await rate({ stars: 2, comment: 'My name is Anna.' });
      const lines = audit.filter(({ action }) => action === 'feedback');
      assert.deepEqual(
        lines.map(({ sessionId, turnId, rating, stars, result }) => [sessionId, turnId, rating, stars, result]),
        [
          ['session-1', 'turn-1', 'down', undefined, 'done'],
          ['session-1', undefined, undefined, 2, 'done'],
        ],
      );
      assert.doesNotMatch(JSON.stringify([audit, harness.log]), /My name/);
    });

    it('is refused where it is none, or longer than it may be', async () => {
      await start();
      const wrong = [
        ...[{}, { rating: 'sideways' }, { rating: 'up', stars: 5 }, { stars: 0 }, { stars: 6 }, { stars: 4.5 }],
        ...[{ stars: '5' }, { stars: true }, { rating: 'up', turnId: 7 }, { rating: 'up', turnId: 'x'.repeat(201) }],
        ...[{ stars: 5, comment: 'x'.repeat(2001) }, { stars: 5, comment: {} }, [], 'up'],
      ];
      for (const body of wrong) assert.equal(await rated(body), 400, JSON.stringify(body));
      assert.equal(await rated({ stars: 5, comment: 'x'.repeat(20_000) }), 413);
      assert.deepEqual(told, []);
    });

    it('is limited for each session and each caller, so that nobody fills the owner’s inbox', async () => {
      await start({ limits: { perCaller: { feedbackPerMinute: 3 } } });
      const statuses: number[] = [];
      for (let count = 0; count < 5; count += 1) statuses.push(await rated({ rating: 'up' }));
      assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
      const response = await rate({ rating: 'up' });
      const { code, limit } = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([code, limit], ['RATE_LIMITED', 'feedbackPerMinute']);
      assert.equal(told.length, 3);
      await store.elapse(MINUTE_MS + 1);
      assert.equal(await rated({ rating: 'up' }), 200);
    });

    it('is limited for each session, where callers have no names', async () => {
      await start({ identify: undefined, limits: { perCaller: { feedbackPerMinute: 1 } } });
      assert.deepEqual([await rated({ rating: 'up' }), await rated({ rating: 'up' })], [200, 429]);
      harness.nextSession('session-2');
      await harness.open();
      const another = jsonRequest(`${ENDPOINT}/session-2/feedback`, { rating: 'up' });
      assert.equal((await harness.backend.fetch(another)).status, 200);
    });

    it('harms nobody where the hook fails', async () => {
      await start({ onFeedback: () => Promise.reject(new Error('the disk is full')) });
      assert.equal(await rated({ stars: 5 }), 200);
      await until(() => harness.log.some((line) => line.startsWith('error onFeedback failed')));
    });

    it('is not asked for where nobody wants to know', async () => {
      const { takesFeedback } = await start({ onFeedback: undefined });
      assert.equal(takesFeedback, false);
      assert.equal(await rated({ stars: 5 }), 501);
    });
  });
}
