import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { createRetryPolicy, retry } from '../../src/core/retry.js';
import { createReconnectPolicy } from '../../src/session/recovery/reconnect-policy.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const broken = new AvatarError('NETWORK', 'broken');
const steady = createRetryPolicy({}, () => 1);

describe('the retry policy', () => {
  it('doubles the wait up to its limit and then gives up', () => {
    const policy = createRetryPolicy({ maxAttempts: 6 }, () => 1);
    const delays = [1, 2, 3, 4, 5, 6].map((attempt) => policy.delayBefore({ attempt, elapsedMs: 0, error: broken }));
    assert.deepEqual(delays, [500, 1000, 2000, 4000, 5000, null]);
  });

  it('spreads each wait over its upper half', () => {
    assert.equal(createRetryPolicy({}, () => 0).delayBefore({ attempt: 1, elapsedMs: 0, error: broken }), 250);
  });

  it('waits at least as long as the service asks', () => {
    const busy = new AvatarError('RATE_LIMITED', 'busy', { retryAfterMs: 7000 });
    assert.equal(steady.delayBefore({ attempt: 1, elapsedMs: 0, error: busy }), 7000);
  });

  it('does not wait for a service that asks for minutes', () => {
    const closed = new AvatarError('RATE_LIMITED', 'closed', { retryAfterMs: 600_000 });
    assert.equal(steady.delayBefore({ attempt: 1, elapsedMs: 0, error: closed }), null);
  });
});

describe('the policy for a lost connection', () => {
  const policy = createReconnectPolicy(30_000, () => 1);

  it('goes on with waits of at most five seconds, however often it has failed', () => {
    assert.equal(policy.delayBefore({ attempt: 9, elapsedMs: 20_000, error: broken }), 5000);
  });

  it('gives up where the next try would come after its time', () => {
    assert.equal(policy.delayBefore({ attempt: 1, elapsedMs: 29_600, error: broken }), null);
    assert.equal(policy.delayBefore({ attempt: 1, elapsedMs: 29_500, error: broken }), 500);
  });
});

describe('retry', () => {
  it('tries again after the wait and gives the first success', async () => {
    const clock = new ManualClock();
    let tries = 0;
    const result = retry(() => (++tries < 2 ? Promise.reject(broken) : Promise.resolve('done')), {
      policy: steady,
      isWorthRetrying: () => true,
      delay: clock.delay,
    });
    await settled();
    await clock.advance(499);
    assert.equal(tries, 1);
    await clock.advance(1);
    assert.equal(await result, 'done');
  });

  it('does not try again what is not worth it', async () => {
    let tries = 0;
    const attempt = (): Promise<never> => {
      tries += 1;
      return Promise.reject(broken);
    };
    await assert.rejects(retry(attempt, { policy: steady, isWorthRetrying: () => false }), broken);
    assert.equal(tries, 1);
  });

  it('stops waiting when its caller aborts', async () => {
    const caller = new AbortController();
    const clock = new ManualClock();
    const result = retry(() => Promise.reject(broken), {
      policy: steady,
      isWorthRetrying: () => true,
      delay: clock.delay,
      signal: caller.signal,
    });
    await settled();
    caller.abort();
    await assert.rejects(result, { code: 'ABORTED' });
    assert.equal(clock.sleepers, 0);
  });
});
