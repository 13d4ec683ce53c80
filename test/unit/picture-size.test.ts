import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { PictureSize } from '../../src/simulator/media/picture-size.js';

describe('the size of the pictures', () => {
  let size: PictureSize;
  let edges: number[];

  beforeEach(() => {
    size = new PictureSize();
    edges = [size.edge];
  });

  /** Passes so many seconds in beats of `ticks`, and notes each change of size. */
  const pass = (seconds: number, ticks: number, busy: (edge: number) => number): void => {
    for (let beat = 0; beat < (seconds * 100) / ticks; beat += 1) {
      size.onBeat(ticks, ticks * 10 * busy(size.edge));
      if (size.edge !== edges.at(-1)) edges.push(size.edge);
    }
  };
  const onTime = (seconds: number, busy: number): void => pass(seconds, 1, () => busy);
  const late = (seconds: number, busy = 1): void => pass(seconds, 10, () => busy);
  /** As it is where the pixels take all of the time, and more of them than there is time for come late. */
  const withLoad = (seconds: number, ofLargest: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      const load = ofLargest * (size.edge / 512) ** 2;
      pass(1, load > 1 ? 10 : 1, () => Math.min(1, load));
    }
  };

  it('is 512 pixels where they are drawn in time, however busy', () => {
    onTime(60, 0.95);
    assert.deepEqual(edges, [512]);
  });

  it('shrinks to 384 and to 256 where pictures are lost for two seconds, and no further', () => {
    late(1.9);
    assert.equal(size.edge, 512);
    late(0.1);
    assert.equal(size.edge, 384);
    late(2);
    assert.equal(size.edge, 256);
    late(60);
    assert.deepEqual(edges, [512, 384, 256]);
  });

  it('does not shrink for one bad second, nor where it is not the pictures that take the time', () => {
    for (let times = 0; times < 10; times += 1) {
      late(1);
      onTime(1, 0.9);
    }
    late(60, 0.3);
    assert.deepEqual(edges, [512]);
  });

  it('grows again after five seconds that leave time for larger pictures', () => {
    late(4);
    onTime(4, 0.2);
    assert.equal(size.edge, 256);
    onTime(1, 0.2);
    assert.equal(size.edge, 384);
    onTime(5, 0.3);
    assert.deepEqual(edges, [512, 384, 256, 384, 512]);
  });

  it('stays small where larger pictures would take too long', () => {
    late(4);
    onTime(60, 0.3);
    assert.deepEqual(edges, [512, 384, 256]);
  });

  it('settles where the load is steady', () => {
    withLoad(300, 3);
    assert.deepEqual(edges, [512, 384, 256]);
  });

  it('waits twice as long each time that it has grown too early', () => {
    late(2);
    for (const seconds of [5, 10, 20, 40, 80, 80]) {
      onTime(seconds - 1, 0);
      assert.equal(size.edge, 384, `within ${seconds} s`);
      onTime(1, 0);
      assert.equal(size.edge, 512, `after ${seconds} s`);
      late(2);
      assert.equal(size.edge, 384);
    }
  });

  it('begins anew with the next viewers', () => {
    late(5);
    size.reset();
    assert.equal(size.edge, 512);
    late(1);
    assert.equal(size.edge, 512);
  });
});
