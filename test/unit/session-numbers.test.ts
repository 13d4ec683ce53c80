import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError, isAvatarError } from '../../src/core/errors.js';
import { createRetryPolicy } from '../../src/core/retry.js';
import { KalturaAvatarSession } from '../../src/session/kaltura-avatar-session.js';

const NO_NUMBERS: readonly unknown[] = [NaN, -1, -Infinity, '5', '5s', '', true, null, [], {}, 5n];
const NUMBERS: readonly unknown[] = [0, 0.5, 1, 2 ** 31, 1e300, Infinity, undefined];

const OPTIONS: Readonly<Record<string, (value: unknown) => object>> = {
  timeoutMs: (timeoutMs) => ({ timeoutMs }),
  maxAttempts: (maxAttempts) => ({ retryConfig: { maxAttempts } }),
  initialDelayMs: (initialDelayMs) => ({ retryConfig: { initialDelayMs } }),
  maxDelayMs: (maxDelayMs) => ({ retryConfig: { maxDelayMs } }),
  backoffMultiplier: (backoffMultiplier) => ({ retryConfig: { backoffMultiplier } }),
  afterSeconds: (afterSeconds) => ({ economy: { whenUnseen: 'pause', afterSeconds } }),
};

describe('a number among the options of a session', () => {
  for (const [name, optionsFor] of Object.entries(OPTIONS)) {
    it(`${name} is refused by name where it is none, or below 0`, () => {
      for (const value of NO_NUMBERS) {
        try {
          new KalturaAvatarSession(optionsFor(value));
        } catch (error) {
          assert.ok(isAvatarError(error) && error.code === 'INVALID_CONFIGURATION');
          assert.equal(error.message, `${name} should be a number from 0 on.`);
          continue;
        }
        assert.fail(`${String(value)} was taken`);
      }
      for (const value of NUMBERS) new KalturaAvatarSession(optionsFor(value));
    });
  }

  it('voiceSpeed is refused by name before anybody is asked for a session', async () => {
    for (const voiceSpeed of [NaN, -1]) {
      const session = new KalturaAvatarSession({ logLevel: 'error' });
      let isAsked = false;
      const source = (): never => {
        isAsked = true;
        throw new Error('nobody is to be asked');
      };
      await assert.rejects(session.connect(source, { voiceSpeed }), {
        ...{ code: 'INVALID_CONFIGURATION', message: 'voiceSpeed should be a number from 0 on.' },
      });
      assert.equal(isAsked, false);
    }
  });

  it('keeps its default where it is undefined: tries end', () => {
    const policy = createRetryPolicy({ maxAttempts: undefined } as unknown as { maxAttempts: number });
    const error = new AvatarError('NETWORK', 'The line is dead.');
    const delays = [1, 2, 3].map((attempt) => policy.delayBefore({ attempt, elapsedMs: 0, error }));
    assert.deepEqual(
      delays.map((delay) => delay === null),
      [false, false, true],
    );
  });
});
