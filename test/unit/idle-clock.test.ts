import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { IdleClock } from '../../src/element/extensions/limits/idle-clock.js';
import { ManualClock } from '../support/manual-clock.js';

describe('the clock of a session that nobody may be using', () => {
  let time: ManualClock;
  let limitMs: number;
  let isInUse: boolean;
  let idle: number[];
  let session: AbortController;
  let clock: IdleClock;

  beforeEach(() => {
    time = new ManualClock();
    limitMs = 60_000;
    isInUse = false;
    idle = [];
    session = new AbortController();
    clock = new IdleClock({
      limitMs: () => limitMs,
      isInUse: () => isInUse,
      onIdle: (ms) => idle.push(ms),
      signal: new AbortController().signal,
      now: time.now,
      delay: time.delay,
    });
    clock.start(session.signal);
  });

  it('tells once when the limit is over', async () => {
    await time.advance(59_000);
    assert.deepEqual(idle, []);
    await time.advance(1000);
    await time.advance(600_000);
    assert.deepEqual(idle, [60_000]);
  });

  it('begins anew with each use', async () => {
    await time.advance(50_000);
    clock.used();
    await time.advance(50_000);
    assert.deepEqual(idle, []);
    await time.advance(10_000);
    assert.deepEqual(idle, [60_000]);
  });

  it('does not tell while it is in use', async () => {
    isInUse = true;
    await time.advance(30_000);
    await time.advance(30_000);
    assert.deepEqual(idle, []);
    isInUse = false;
    await time.advance(30_000);
    await time.advance(30_000);
    assert.deepEqual(idle, [60_000]);
  });

  it('asks once, half a minute before, until it is used again', async () => {
    await time.advance(29_000);
    assert.equal(clock.askedLeftMs, undefined);
    await time.advance(1000);
    assert.equal(clock.askedLeftMs, 30_000);
    await time.advance(10_000);
    assert.equal(clock.askedLeftMs, 20_000);
    clock.used();
    assert.equal(clock.askedLeftMs, undefined);
    await time.advance(30_000);
    assert.equal(clock.askedLeftMs, 30_000);
  });

  it('follows a limit that changes, and tells nothing without one', async () => {
    limitMs = 0;
    clock.check();
    await time.advance(600_000);
    assert.deepEqual(idle, []);
    limitMs = 1000;
    clock.used();
    await time.advance(500);
    await time.advance(500);
    assert.deepEqual(idle, [1000]);
  });

  it('tells nothing once the session is over', async () => {
    session.abort();
    await time.advance(60_000);
    assert.deepEqual(idle, []);
    assert.equal(time.sleepers, 0);
  });
});
