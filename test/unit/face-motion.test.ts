import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { breathAt, browsAt, gazeAt, headAt, lidsAt } from '../../src/simulator/face/motion.js';
import { seedOf } from '../../src/simulator/face/seeded.js';

const MINUTE_MS = 60_000;
const FRAME_MS = 40;
const seeds = ['emma', 'noah', 'aisha', 'liam', '7f3c'].map(seedOf);

function during(ms: number, stepMs: number): number[] {
  return Array.from({ length: Math.ceil(ms / stepMs) }, (_, index) => index * stepMs);
}

interface Blink {
  startMs: number;
  shutMs: number;
  openingMs: number;
  endMs: number;
}

/** The blinks of a stretch of time, found by looking at every millisecond. */
function blinksOf(seed: number, ms: number): Blink[] {
  const blinks: Blink[] = [];
  let current: Blink | undefined;
  for (const timeMs of during(ms, 1)) {
    const lids = lidsAt(seed, timeMs);
    if (lids > 0 && current === undefined) current = { startMs: timeMs - 1, shutMs: 0, openingMs: 0, endMs: 0 };
    if (current === undefined) continue;
    if (lids === 1) {
      if (current.shutMs === 0) current.shutMs = timeMs;
      current.openingMs = timeMs;
    }
    if (lids === 0) {
      blinks.push({ ...current, endMs: timeMs });
      current = undefined;
    }
  }
  return blinks;
}

describe('the lids of a face', () => {
  it('close in about 80 ms and open in about 120 ms, all the way', () => {
    for (const { startMs, shutMs, openingMs, endMs } of blinksOf(seeds[0] ?? 0, MINUTE_MS)) {
      assert.ok(Math.abs(shutMs - startMs - 80) <= 2, `closed in ${shutMs - startMs} ms`);
      assert.ok(Math.abs(endMs - openingMs - 120) <= 2, `opened in ${endMs - openingMs} ms`);
    }
  });

  it('blink 12 to 26 times a minute, at uneven intervals', () => {
    for (const seed of seeds) {
      const starts = blinksOf(seed, MINUTE_MS).map(({ startMs }) => startMs);
      assert.ok(starts.length >= 12 && starts.length <= 26, `${starts.length} blinks`);
      const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
      assert.ok(Math.max(...gaps) > 2 * Math.min(...gaps));
      assert.ok(Math.max(...gaps) < 8000);
    }
  });

  it('blink at other moments for another seed, and at the same ones for the same seed', () => {
    const starts = seeds.map((seed) => blinksOf(seed, 20_000).map(({ startMs }) => startMs));
    assert.deepEqual(
      blinksOf(seeds[0] ?? 0, 20_000).map(({ startMs }) => startMs),
      starts[0],
    );
    assert.notDeepEqual(starts[1], starts[0]);
  });
});

describe('the breath of a face', () => {
  it('rises and falls every 3.5 to 4.5 s, between 0 and 1', () => {
    for (const seed of seeds) {
      const times = during(MINUTE_MS, 10);
      const breaths = times.map((timeMs) => breathAt(seed, timeMs));
      assert.ok(Math.min(...breaths) >= 0 && Math.max(...breaths) <= 1);
      const rises = times.filter((_, index) => (breaths[index - 1] ?? 1) < 0.5 && (breaths[index] ?? 0) >= 0.5);
      const meanMs = ((rises.at(-1) ?? 0) - (rises[0] ?? 0)) / (rises.length - 1);
      assert.ok(meanMs >= 3490 && meanMs <= 4510, `${meanMs} ms`);
    }
  });
});

describe('the head of a face', () => {
  it('is never quite still, and never jumps from one frame to the next', () => {
    for (const seed of seeds) {
      for (const energy of [0, 1]) {
        for (const timeMs of during(MINUTE_MS, FRAME_MS)) {
          const [now, next] = [headAt(seed, timeMs, energy), headAt(seed, timeMs + FRAME_MS, energy)];
          assert.ok(Math.hypot(next.x - now.x, next.y - now.y) < 1.2);
          assert.ok(Math.abs(next.roll - now.roll) < 0.006);
          assert.ok(Math.abs(next.yaw) <= 1 && Math.abs(next.pitch) <= 1);
        }
        assert.notDeepEqual(headAt(seed, 1000, energy), headAt(seed, 1500, energy));
      }
    }
  });

  it('moves more while it speaks', () => {
    const travel = (energy: number): number =>
      during(MINUTE_MS, FRAME_MS).reduce((sum, timeMs) => {
        const [now, next] = [headAt(seeds[0] ?? 0, timeMs, energy), headAt(seeds[0] ?? 0, timeMs + FRAME_MS, energy)];
        return sum + Math.hypot(next.x - now.x, next.y - now.y);
      }, 0);
    assert.ok(travel(1) > 1.5 * travel(0));
  });
});

describe('the gaze of a face', () => {
  it('rests on the viewer most of the time, and glances aside now and then', () => {
    for (const seed of seeds) {
      const gazes = during(3 * MINUTE_MS, FRAME_MS).map((timeMs) => gazeAt(seed, timeMs));
      const atViewer = gazes.filter(({ x, y }) => Math.hypot(x, y) < 0.2).length / gazes.length;
      assert.ok(atViewer > 0.55 && atViewer < 0.97, `${Math.round(atViewer * 100)} % at the viewer`);
      assert.ok(gazes.every(({ x, y }) => Math.abs(x) <= 1 && Math.abs(y) <= 1));
    }
  });
});

describe('the brows of a face', () => {
  it('are raised in speech more often than in silence', () => {
    const highest = (energy: number): number =>
      Math.max(...during(MINUTE_MS, FRAME_MS).map((timeMs) => browsAt(seeds[0] ?? 0, timeMs, energy)));
    assert.ok(highest(0) < 0.2);
    assert.ok(highest(1) > 0.5);
  });
});
