import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError, type AvatarErrorCode } from '../../src/core/errors.js';
import { createRetryPolicy } from '../../src/core/retry.js';
import { createReconnectPolicy } from '../../src/session/recovery/reconnect-policy.js';
import { reconnect, type ReconnectOptions } from '../../src/session/recovery/reconnect.js';
import { SILENT } from '../support/silent.js';

const failing = (code: AvatarErrorCode) => (): Promise<never> => Promise.reject(new AvatarError(code, code));

function setUp(remedies: Partial<ReconnectOptions>): { tried: string[]; options: ReconnectOptions } {
  const tried: string[] = [];
  const noted =
    <Call extends (...args: never[]) => Promise<void>>(name: string, call: Call | undefined) =>
    (...args: Parameters<Call>): Promise<void> => {
      tried.push(name);
      return call ? call(...args) : Promise.resolve();
    };
  const options: ReconnectOptions = {
    first: 'ice',
    online: () => Promise.resolve(),
    cause: new AvatarError('RTC_CONNECTION_FAILED', 'the trouble'),
    policy: createRetryPolicy({ maxAttempts: 3 }),
    delay: () => Promise.resolve(),
    logger: SILENT,
    signal: new AbortController().signal,
    over: new AbortController().signal,
    ...remedies,
    restartIce: noted('ice', remedies.restartIce),
    renewMedia: noted('media', remedies.renewMedia),
    renewSession: noted('session', remedies.renewSession),
  };
  if ('restartIce' in remedies && !remedies.restartIce) options.restartIce = undefined;
  if ('renewSession' in remedies && !remedies.renewSession) options.renewSession = undefined;
  return { tried, options };
}

describe('reconnecting', () => {
  it('is content with an ICE restart that helps', async () => {
    const { tried, options } = setUp({});
    await reconnect(options);
    assert.deepEqual(tried, ['ice']);
  });

  it('makes a new connection where ICE cannot be restarted', async () => {
    const { tried, options } = setUp({ restartIce: undefined });
    await reconnect(options);
    assert.deepEqual(tried, ['media']);
  });

  it('tries new connections as often as the policy says, then one new session', async () => {
    const { tried, options } = setUp({ restartIce: failing('TIMEOUT'), renewMedia: failing('MEDIA_STALLED') });
    await reconnect(options);
    assert.deepEqual(tried, ['ice', 'media', 'media', 'media', 'session']);
  });

  it('goes on as long as its time lasts where every request fails at once', async () => {
    let failures = 0;
    const { tried, options } = setUp({
      restartIce: undefined,
      policy: createReconnectPolicy(),
      renewMedia: () => (++failures > 20 ? Promise.resolve() : failing('NETWORK')()),
    });
    await reconnect(options);
    assert.deepEqual(tried, Array(21).fill('media'));
  });

  it('takes another session after three connections without a picture, and tries for it more than once', async () => {
    let failures = 0;
    const { tried, options } = setUp({
      restartIce: undefined,
      policy: createReconnectPolicy(),
      renewMedia: failing('MEDIA_STALLED'),
      renewSession: () => (++failures > 2 ? Promise.resolve() : failing('TIMEOUT')()),
    });
    await reconnect(options);
    assert.deepEqual(tried, ['media', 'media', 'media', 'session', 'session', 'session']);
  });

  for (const code of ['SESSION_NOT_FOUND', 'SESSION_GONE', 'UNAUTHORIZED'] as const) {
    it(`goes straight to a new session where the media answers ${code}`, async () => {
      const { tried, options } = setUp({ first: 'media', renewMedia: failing(code) });
      await reconnect(options);
      assert.deepEqual(tried, ['media', 'session']);
    });
  }

  it('goes on to a new session as soon as the old one is said to be over, whatever the media does', async () => {
    const over = new AbortController();
    const hangs = (attempt: { signal: AbortSignal }): Promise<never> => {
      over.abort(new AvatarError('SESSION_GONE', 'over'));
      return Promise.reject(attempt.signal.reason as AvatarError);
    };
    const { tried, options } = setUp({ restartIce: undefined, renewMedia: hangs, over: over.signal });
    await reconnect(options);
    assert.deepEqual(tried, ['media', 'session']);
    const renewSession = undefined;
    const alone = setUp({ restartIce: undefined, renewMedia: hangs, renewSession, over: over.signal });
    await assert.rejects(reconnect(alone.options), { code: 'SESSION_GONE' });
  });

  it('starts with the remedy that fits the trouble', async () => {
    const { tried, options } = setUp({ first: 'session' });
    await reconnect(options);
    assert.deepEqual(tried, ['session']);
  });

  it('fails with what the last remedy failed with', async () => {
    const { options } = setUp({ first: 'session', renewSession: failing('CAPACITY') });
    await assert.rejects(reconnect(options), { code: 'CAPACITY' });
  });

  it('fails with the last trouble where no other session can be had', async () => {
    const { options } = setUp({ renewSession: undefined, restartIce: undefined, renewMedia: failing('MEDIA_STALLED') });
    await assert.rejects(reconnect(options), { code: 'MEDIA_STALLED' });
    const none = setUp({ first: 'session', renewSession: undefined });
    await assert.rejects(reconnect(none.options), { code: 'RTC_CONNECTION_FAILED', message: 'the trouble' });
  });

  it('waits for the network before each try', async () => {
    const order: string[] = [];
    const { options } = setUp({
      restartIce: undefined,
      online: () => {
        order.push('online');
        return Promise.resolve();
      },
      renewMedia: () => {
        order.push('media');
        return order.filter((step) => step === 'media').length < 2 ? failing('NETWORK')() : Promise.resolve();
      },
    });
    await reconnect(options);
    assert.deepEqual(order, ['online', 'online', 'media', 'online', 'media']);
  });

  it('stops where the session is ended meanwhile', async () => {
    const lifetime = new AbortController();
    const { tried, options } = setUp({
      signal: lifetime.signal,
      restartIce: () => {
        lifetime.abort();
        return failing('ABORTED')();
      },
    });
    await assert.rejects(reconnect(options), { code: 'ABORTED' });
    assert.deepEqual(tried, ['ice']);
  });
});
