import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { watchForStall } from '../../src/session/whep/stall-watch.js';
import { ManualClock } from '../support/manual-clock.js';

describe('the watch for a picture that stands still', () => {
  const watch = (): {
    clock: ManualClock;
    told: string[];
    see: (ms: number, isMoving: boolean) => Promise<void>;
    lifetime: AbortController;
  } => {
    const clock = new ManualClock();
    const lifetime = new AbortController();
    const told: string[] = [];
    let frames = 0;
    void watchForStall({
      countFrames: () => Promise.resolve(frames),
      delay: clock.delay,
      signal: lifetime.signal,
      onStall: () => told.push(`stall at ${clock.now()}`),
      onResume: () => told.push(`resume at ${clock.now()}`),
    });
    const see = async (ms: number, isMoving: boolean): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 500) {
        if (isMoving) frames += 12;
        await clock.advance(500);
      }
    };
    return { clock, told, see, lifetime };
  };

  it('tells once for each time, after three seconds without a frame, and when it goes on', async () => {
    const { told, see, lifetime } = watch();
    await see(2000, true);
    await see(6000, false);
    await see(1000, true);
    await see(3000, false);
    assert.deepEqual(told, ['stall at 5000', 'resume at 8500', 'stall at 12000']);
    lifetime.abort();
  });

  it('does not tell of a picture that only stutters', async () => {
    const { told, see, lifetime } = watch();
    for (let times = 0; times < 5; times++) {
      await see(500, true);
      await see(2500, false);
    }
    assert.deepEqual(told, []);
    lifetime.abort();
  });

  it('stops with its signal', async () => {
    const { clock, told, see, lifetime } = watch();
    lifetime.abort();
    await see(6000, false);
    assert.deepEqual([told, clock.sleepers], [[], 0]);
  });
});
