import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CLOSED_MOUTH, type MouthKey } from '../../src/simulator/mouth.js';
import { poseAt } from '../../src/simulator/mouth-timeline.js';

const keys: MouthKey[] = [
  { atMs: 100, pose: { ...CLOSED_MOUTH } },
  { atMs: 200, pose: { open: 1, wide: 0.4, round: 0, teeth: 0.2, tongue: 0.6 } },
  { atMs: 200, pose: { open: 0.8, wide: 0.4, round: 0, teeth: 0.2, tongue: 0.6 } },
  { atMs: 300, pose: { open: 0.2, wide: 0, round: 1, teeth: 0, tongue: 0 } },
];

describe('poseAt', () => {
  it('keeps the mouth closed before the first key and after the last', () => {
    assert.deepEqual(poseAt(keys, -5), CLOSED_MOUTH);
    assert.deepEqual(poseAt(keys, 99), CLOSED_MOUTH);
    assert.deepEqual(poseAt(keys, 301), CLOSED_MOUTH);
    assert.deepEqual(poseAt([], 0), CLOSED_MOUTH);
  });

  it('reaches the pose of a key at its moment, the later one of two at the same moment', () => {
    assert.deepEqual(poseAt(keys, 100), CLOSED_MOUTH);
    assert.equal(poseAt(keys, 200).open, 0.8);
    assert.deepEqual(poseAt(keys, 300), keys[3]?.pose);
  });

  it('is half way in the middle of two keys', () => {
    const { open, wide, round } = poseAt(keys, 250);
    assert.deepEqual([open, wide, round], [0.5, 0.2, 0.5]);
  });

  it('eases out of one key and into the next', () => {
    const step = (from: number, to: number) => poseAt(keys, to).round - poseAt(keys, from).round;
    assert.ok(step(201, 211) < step(245, 255) / 3);
    assert.ok(step(289, 299) < step(245, 255) / 3);
    assert.ok(step(201, 211) > 0);
  });

  it('finds its place in a clip of many keys', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => ({
      atMs: i * 10,
      pose: { ...CLOSED_MOUTH, open: i / 10_000 },
    }));
    for (const atMs of [0, 10, 12_345, 99_990, 100_000]) {
      assert.ok(Math.abs(poseAt(many, atMs).open - atMs / 100_000) < 1e-4, `at ${atMs} ms`);
    }
  });
});
