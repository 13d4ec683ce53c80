import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { settled } from '../support/manual-clock.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { createPausedReply } from '../support/paused-reply.js';

describe('closing the backend', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options?: Partial<AvatarBackendOptions>): Promise<void> {
    harness = await startBackendHarness(options);
  }

  /** Makes each session that is opened another one. */
  function nextSession(sessionId: string): void {
    harness.service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } });
  }

  function ended(): string[] {
    return harness.service.calls
      .filter(({ purpose }) => purpose === 'end')
      .map(({ path, headers }) => `${path.split('/').at(-2) ?? ''} ${headers.authorization ?? ''}`)
      .sort();
  }

  it('ends every session that is still open, once', async () => {
    await start();
    for (const sessionId of ['session-1', 'session-2', 'session-3']) {
      nextSession(sessionId);
      await harness.open();
    }
    await harness.control('end');
    await Promise.all([harness.backend.close(), harness.backend.close()]);
    assert.deepEqual(ended(), [
      'session-1 Bearer token-of-session-1',
      'session-2 Bearer token-of-session-2',
      'session-3 Bearer token-of-session-3',
    ]);
  });

  it('ends as many at the same time as it takes to end thousands in seconds', async () => {
    let underWay = 0;
    let most = 0;
    await start({
      limits: NO_LIMITS,
      fetch: async (input, init) => {
        if (!input.endsWith('/end')) return fetch(input, init);
        underWay += 1;
        most = Math.max(most, underWay);
        await settled();
        underWay -= 1;
        return Response.json({ success: true });
      },
    });
    for (let at = 0; at < 250; at += 1) {
      nextSession(`session-${at}`);
      await harness.open();
    }
    await harness.backend.close();
    assert.equal(most, 100);
    assert.equal(await harness.backend.countSessions(), 0);
  });

  it('lets an answer that is under way finish first', async () => {
    const { reply, goOn } = createPausedReply();
    await start({ reply });
    await harness.open();
    const answer = await harness.control('reply', { message: 'Where is it?' });
    await harness.service.received('say-text');
    const closed = harness.backend.close();
    assert.deepEqual(ended(), []);
    goOn();
    assert.match(await answer.text(), /Here it is/);
    await closed;
    assert.equal(ended().length, 1);
    const last = harness.service.calls.filter(({ purpose }) => purpose !== 'keep-alive').at(-1);
    assert.equal(last?.purpose, 'end', 'the session is ended after all of it was said');
  });

  it('is done at once where there is nothing to end', async () => {
    await start();
    await harness.backend.close();
    assert.deepEqual(harness.service.calls, []);
  });

  it('takes no new sessions any more', async () => {
    await start();
    await harness.backend.close();
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
    assert.equal(response.status, 503);
    assert.deepEqual(harness.service.calls, []);
  });

  it('ends a session that is being opened meanwhile', async () => {
    let closed: Promise<void> | undefined;
    await start({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (input.endsWith('/create')) closed = harness.backend.close();
        return response;
      },
    });
    const answer = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
    assert.equal(answer.status, 503);
    assert.ok(closed, 'create was never called');
    await closed;
    assert.equal(ended().length, 1);
  });

  it('tries again where the service fails, then tells the operator which session is left', async () => {
    await start({ timeoutMs: 1000 });
    await harness.open();
    harness.service.answers.set('end', 'hang');
    await harness.backend.close();
    assert.equal(ended().length, 3);
    assert.ok(harness.log.some((line) => /^error A session could not be ended.*session-1/s.test(line)));
  });
});
