import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';

import { StageClock } from '../../src/simulator/media/stage-clock.js';

describe('the clock of the stages', () => {
  let nowMs: number;
  let ticks: number[];
  let clock: StageClock;

  /** Lets the timer of `dueInMs` fire `lateMs` too late. */
  const pass = (dueInMs: number, lateMs = 0): void => {
    nowMs += dueInMs + lateMs;
    mock.timers.tick(dueInMs);
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    nowMs = 1000;
    ticks = [];
    clock = new StageClock(
      (count) => ticks.push(count),
      () => nowMs,
    );
  });

  afterEach(() => {
    clock.stop();
    mock.timers.reset();
  });

  it('ticks every 10 ms once it is started', () => {
    clock.start();
    pass(10);
    pass(10);
    assert.deepEqual(ticks, [1, 1]);
  });

  it('makes up for a late timer, so that it never drifts', () => {
    clock.start();
    pass(10, 25);
    assert.deepEqual(ticks, [3]);
    pass(5);
    assert.deepEqual(ticks, [3, 1], 'the next tick is due 40 ms after the start');
  });

  it('does nothing when a timer fires too early', () => {
    clock.start();
    pass(10, -1);
    assert.deepEqual(ticks, []);
    pass(1);
    assert.deepEqual(ticks, [1]);
  });

  it('skips what it missed in a long pause instead of sending it in one burst', () => {
    clock.start();
    pass(10, 60_000);
    assert.deepEqual(ticks, [50]);
    pass(10);
    assert.deepEqual(ticks, [50, 1]);
  });

  it('can be stopped by its own tick, and started again', () => {
    clock = new StageClock(
      (count) => {
        ticks.push(count);
        clock.stop();
      },
      () => nowMs,
    );
    clock.start();
    pass(10);
    pass(10);
    assert.deepEqual(ticks, [1]);
    clock.start();
    pass(10);
    assert.deepEqual(ticks, [1, 1]);
  });
});
