import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { KeepAlive } from '../../src/core/keep-alive.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { SILENT, ignore } from '../support/silent.js';

interface Run {
  clock: ManualClock;
  keepAlive: KeepAlive;
  refused: { code: string; wasLate: boolean }[];
  sent: () => number;
  lifetime: AbortController;
}

function run(call: (nth: number) => Promise<void> = () => Promise.resolve()): Run {
  const clock = new ManualClock();
  const lifetime = new AbortController();
  const refused: Run['refused'] = [];
  let sent = 0;
  const keepAlive = new KeepAlive({
    keepAlive: () => call(++sent),
    signal: lifetime.signal,
    delay: clock.delay,
    wallClock: clock.now,
    logger: SILENT,
    onKept: ignore,
    onRefused: ({ code }, wasLate) => refused.push({ code, wasLate }),
  });
  return { clock, keepAlive, refused, sent: () => sent, lifetime };
}

const failing = (code: 'NETWORK' | 'SESSION_GONE' | 'SESSION_NOT_FOUND' | 'UNAUTHORIZED'): Promise<never> =>
  Promise.reject(new AvatarError(code, 'x', code === 'UNAUTHORIZED' ? { status: 401 } : {}));

describe('keep-alive', () => {
  it('is sent every ten seconds until the session ends', async () => {
    const { clock, sent, lifetime } = run();
    await clock.advance(9_999);
    assert.equal(sent(), 0);
    await clock.advance(1);
    await clock.advance(10_000);
    assert.equal(sent(), 2);
    lifetime.abort();
    await settled();
    assert.equal(clock.sleepers, 0);
  });

  it('goes on after failures that pass', async () => {
    const { clock, sent, refused, lifetime } = run((nth) => (nth < 3 ? failing('NETWORK') : Promise.resolve()));
    for (let nth = 0; nth < 3; nth++) await clock.advance(10_000);
    assert.equal(sent(), 3);
    assert.deepEqual(refused, []);
    lifetime.abort();
  });

  it('is sent at once when it is asked for, and ten seconds later again', async () => {
    const { clock, keepAlive, sent, lifetime } = run();
    await clock.advance(4000);
    keepAlive.now();
    await settled();
    assert.equal(sent(), 1);
    await clock.advance(9_999);
    assert.equal(sent(), 1);
    await clock.advance(1);
    assert.equal(sent(), 2);
    lifetime.abort();
  });

  for (const code of ['SESSION_NOT_FOUND', 'SESSION_GONE', 'UNAUTHORIZED'] as const) {
    it(`tells when the service answers ${code}`, async () => {
      const { clock, refused, lifetime } = run(() => failing(code));
      await clock.advance(10_000);
      assert.deepEqual(refused, [{ code, wasLate: false }]);
      lifetime.abort();
    });
  }

  it('tells that it came late where the machine had slept', async () => {
    const { clock, refused, lifetime } = run(() => failing('SESSION_GONE'));
    await clock.advance(60_000);
    assert.deepEqual(refused, [{ code: 'SESSION_GONE', wasLate: true }]);
    lifetime.abort();
  });
});
