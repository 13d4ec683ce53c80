import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { waitForFirstFrame } from '../../src/session/whep/first-frame.js';
import type { FrameCount } from '../../src/session/whep/frame-count.js';
import { watchForStall, type StallWatchOptions } from '../../src/session/whep/stall-watch.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const LOOK_MS = 500;

describe('the watch for a picture that stands still', () => {
  let clock: ManualClock;
  let frames: number;
  /** Undefined where the browser does not tell. */
  let decoded: number | undefined;
  let told: string[];
  let ending: AbortController;
  beforeEach(() => {
    clock = new ManualClock();
    frames = 0;
    decoded = undefined;
    told = [];
    ending = new AbortController();
  });

  const watch = (options: Partial<StallWatchOptions> = {}): Promise<void> =>
    watchForStall({
      count: () => Promise.resolve({ arrived: frames, decoded }),
      delay: clock.delay,
      signal: ending.signal,
      onStall: (what) => told.push(what === 'stream' ? 'stall' : 'decoder'),
      onResume: () => told.push('resume'),
      ...options,
    });
  const look = async (times: number, newFrames = 0): Promise<void> => {
    for (let looks = 0; looks < times; looks++) {
      await settled();
      frames += newFrames;
      await clock.advance(LOOK_MS);
    }
  };

  it('tells once per stall, and once when frames come again', async () => {
    const over = watch();
    await look(10, 12);
    await look(5);
    assert.deepEqual(told, [], 'it waits for three seconds');
    await look(1);
    assert.deepEqual(told, ['stall']);
    await look(20);
    assert.deepEqual(told, ['stall'], 'it is told once');
    await look(3, 12);
    assert.deepEqual(told, ['stall', 'resume']);
    await look(6);
    assert.deepEqual(told, ['stall', 'resume', 'stall']);
    ending.abort();
    await over;
    assert.equal(clock.sleepers, 0);
  });

  it('says nothing of a short halt', async () => {
    void watch({ stallAfterMs: 1500 });
    for (let halts = 0; halts < 5; halts++) {
      await look(2);
      await look(1, 1);
    }
    assert.deepEqual(told, []);
    ending.abort();
  });

  it('does not count while it is told to pause', async () => {
    let isPaused = true;
    void watch({ isPaused: () => isPaused });
    await look(20);
    isPaused = false;
    await look(6);
    assert.deepEqual(told, []);
    await look(1);
    assert.deepEqual(told, ['stall']);
    ending.abort();
  });

  it('notices frames that are counted anew because their source is another one', async () => {
    frames = 500;
    void watch();
    await look(7);
    frames = 3;
    await look(1);
    assert.deepEqual(told, ['stall', 'resume']);
    ending.abort();
  });

  it('takes frames that cannot be counted for none', async () => {
    void watch({ count: () => Promise.reject(new Error('It is closed.')) });
    await look(7);
    assert.deepEqual(told, ['stall']);
    ending.abort();
  });

  it('notices a decoder that stands still while frames go on to arrive', async () => {
    decoded = 0;
    void watch();
    await look(5, 12);
    assert.deepEqual(told, [], 'it waits for three seconds');
    await look(1, 12);
    assert.deepEqual(told, ['decoder']);
    decoded = 12;
    await look(1, 12);
    assert.deepEqual(told, ['decoder', 'resume']);
    ending.abort();
  });

  it('lets the decoder rest, and gives it time once it has to work again', async () => {
    decoded = 0;
    let mayRest = true;
    void watch({ mayRest: () => mayRest });
    await look(40, 12);
    mayRest = false;
    await look(11, 12);
    assert.deepEqual(told, []);
    await look(2, 12);
    assert.deepEqual(told, ['decoder']);
    ending.abort();
  });

  describe('where the browser tells when a picture was shown last', () => {
    let shown: number;
    let counts: number;
    beforeEach(() => {
      shown = counts = 0;
    });
    const watchShown = (options: Partial<StallWatchOptions> = {}): Promise<void> =>
      watch({
        shownAt: () => shown,
        count: () => {
          counts += 1;
          return Promise.resolve({ arrived: frames, decoded });
        },
        ...options,
      });
    const show = async (looks: number): Promise<void> => {
      for (let i = 0; i < looks; i += 1) {
        shown += LOOK_MS;
        decoded = (decoded ?? 0) + 12;
        await look(1, 12);
      }
    };

    it('counts nothing while pictures are shown', async () => {
      void watchShown();
      await show(100);
      assert.equal(counts, 0);
      ending.abort();
    });

    it('notices a picture that stands still as soon as by counting, and which of both it is', async () => {
      for (const newFrames of [0, 12]) {
        told = [];
        const over = new AbortController();
        void watchShown({ signal: over.signal });
        await show(10);
        await look(5, newFrames);
        assert.deepEqual(told, [], 'it waits for three seconds');
        await look(1, newFrames);
        const stall = newFrames === 0 ? 'stall' : 'decoder';
        assert.deepEqual(told, [stall]);
        await show(1);
        assert.deepEqual(told, [stall, 'resume']);
        over.abort();
      }
    });

    it('says nothing of pictures that a hidden page does not decode', async () => {
      void watchShown({ mayRest: () => true });
      await show(2);
      await look(20, 12);
      assert.deepEqual(told, []);
      ending.abort();
    });
  });

  it('says nothing any more once it is over', async () => {
    let count: (frames: FrameCount) => void = () => undefined;
    const over = watch({ stallAfterMs: LOOK_MS, count: () => new Promise((resolve) => (count = resolve)) });
    count({ arrived: 0, decoded: 0 });
    await look(1);
    ending.abort();
    count({ arrived: 0, decoded: 0 });
    await over;
    assert.deepEqual(told, []);
  });
});

describe('the deadline of the first frame', () => {
  it('is kept where a page is out of sight and its timers come late', async () => {
    const clock = new ManualClock();
    const failed = waitForFirstFrame({
      countFrames: () => Promise.resolve(0),
      deadlineMs: 10_000,
      delay: (_ms, options) => clock.delay(1000, options),
      now: clock.now,
      signal: new AbortController().signal,
    }).catch((error: unknown) => error);
    for (let seconds = 0; seconds < 10; seconds++) {
      await settled();
      await clock.advance(1000);
    }
    assert.deepEqual([((await failed) as { code?: string }).code, clock.sleepers], ['MEDIA_STALLED', 0]);
  });
});
