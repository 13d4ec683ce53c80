import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import {
  ENDPOINT,
  SECRET_TOKEN,
  jsonRequest,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';

/** What platforms hand to a handler: its method wants to be called as one. */
class PlatformContext {
  readonly #kept: Promise<unknown>[] = [];
  isDone = false;

  waitUntil(work: Promise<unknown>): void {
    this.#kept.push(work);
    void Promise.all(this.#kept).then(() => (this.isDone = true));
  }

  async done(): Promise<void> {
    await Promise.all(this.#kept);
  }
}

describe('a platform that stops with the answer', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness(options);
  }

  it('is kept until a session that came too late is ended', async () => {
    await start({ timeoutMs: 1000 });
    let goOn = (): void => undefined;
    const after = new Promise<void>((resolve) => (goOn = resolve));
    harness.service.answers.set('create', { body: { success: true, sessionId: 'late-1', token: SECRET_TOKEN }, after });
    const platform = new PlatformContext();
    const answer = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }), platform);
    assert.deepEqual([answer.status, platform.isDone], [504, false]);
    goOn();
    await platform.done();
    assert.equal(harness.service.calls.filter(({ purpose }) => purpose === 'end').length, 1);
  });

  it('is kept until a streamed answer is through, the audit written and onBudget done', async () => {
    let writeAudit = (): void => undefined;
    let isTold = false;
    await start({
      reply: async function* () {
        yield 'One moment. ';
        await Promise.resolve();
        yield 'Here it is.';
      },
      identify: () => 'anna',
      limits: { perCaller: { repliesPerMinute: 1 } },
      onBudget: async () => {
        await Promise.resolve();
        isTold = true;
      },
      audit: {
        sink: ({ action }) => (action === 'reply' ? new Promise<void>((resolve) => (writeAudit = resolve)) : undefined),
      },
    });
    await harness.open();
    const platform = new PlatformContext();
    const request = jsonRequest(`${ENDPOINT}/session-1/reply`, { message: 'Where is it?' });
    const answer = await harness.backend.fetch(request, platform);
    assert.match(await answer.text(), /Here it is/);
    assert.equal(platform.isDone, false);
    writeAudit();
    await platform.done();
    assert.equal(isTold, true);
  });

  it('is done at once where nothing goes on', async () => {
    await start();
    const platform = new PlatformContext();
    await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }), platform);
    await platform.done();
  });
});

describe('sessions that are overdue where timers end with a request', () => {
  it('are ended after an answer, once 15 s have gone by', async ({ mock }) => {
    let now = Date.now();
    const harness = await startBackendHarness({ store: createMemoryStore({ now: () => now }), now: () => now });
    try {
      await harness.open();
      now += 91_000;
      const health = async (): Promise<void> => {
        const platform = new PlatformContext();
        await harness.backend.fetch(new Request('https://shop.example.com/health'), platform);
        await platform.done();
      };
      const ends = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'end').length;
      await health();
      assert.equal(ends(), 0);
      const later = performance.now() + 15_001;
      mock.method(performance, 'now', () => later);
      await health();
      assert.equal(ends(), 1);
    } finally {
      await harness.close();
    }
  });
});
