import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { LimitsLedger } from '../../src/session/session-limits.js';

const SESSION = { sessionId: 'one' };

describe('how long a session may go on', () => {
  let now: number;
  let ledger: LimitsLedger;
  beforeEach(() => {
    now = 1_000_000;
    ledger = new LimitsLedger(
      () => Promise.resolve(),
      () => now,
    );
  });

  const limits = (): object => ({ endsInMs: ledger.endsInMs, idleMs: ledger.idleMs });

  it('is not known before a backend has told it', () => {
    assert.deepEqual(limits(), { endsInMs: undefined, idleMs: undefined });
    ledger.opened(SESSION);
    assert.deepEqual(limits(), { endsInMs: undefined, idleMs: undefined });
  });

  it('grows shorter by the clock, down to nothing', () => {
    ledger.opened({ ...SESSION, endsInSeconds: 90, idleSeconds: 30 });
    now += 60_000;
    assert.deepEqual(limits(), { endsInMs: 30_000, idleMs: 30_000 });
    now += 60_000;
    assert.equal(ledger.endsInMs, 0);
  });

  it('is what the last keep-alive said, where it said so in a way that can be understood', () => {
    ledger.opened({ ...SESSION, endsInSeconds: 90 });
    now += 10_000;
    ledger.kept({ success: true, endsInSeconds: 40 });
    assert.equal(ledger.endsInMs, 40_000);
    for (const answer of [undefined, 'OK', { success: true }, { endsInSeconds: '7' }, { endsInSeconds: null }])
      ledger.kept(answer);
    assert.equal(ledger.endsInMs, 40_000);
  });

  it('is that of the newest session', () => {
    ledger.opened({ ...SESSION, endsInSeconds: 90, idleSeconds: 30 });
    ledger.opened(SESSION);
    assert.deepEqual(limits(), { endsInMs: undefined, idleMs: undefined });
  });

  for (const [left, end] of [
    [90, 'service'],
    [4, 'limit'],
    [undefined, 'service'],
  ] as const)
    it(`tells a session that is gone with ${left ?? 'an unknown number of'} s left as one ended by the ${end}`, () => {
      ledger.opened(left === undefined ? SESSION : { ...SESSION, endsInSeconds: left });
      assert.equal(ledger.endBy(new AvatarError('SESSION_GONE', 'It is gone.')), end);
      assert.equal(ledger.endBy(new AvatarError('UNAUTHORIZED', 'It was refused.')), 'error');
    });

  it('counts from when the session was opened, which is a while before it is seen', () => {
    ledger.opened({ ...SESSION, endsInSeconds: 90 }, 2500);
    assert.equal(ledger.endsInMs, 87_500);
  });
});
