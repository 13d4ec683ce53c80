import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { beat, untilBeat } from '../../src/core/beat.js';

describe('the beat of what looks again and again', () => {
  it('comes at the multiples of its length, so that what looks more often and less often looks at the same time', () => {
    const ends = (ms: number, from: number, times: number): number[] => {
      let now = from;
      return Array.from({ length: times }, () => (now += untilBeat(ms, now)));
    };
    assert.deepEqual(ends(100, 1030, 3), [1100, 1200, 1300]);
    assert.deepEqual(ends(500, 1260, 3), [1500, 2000, 2500]);
  });

  it('never comes twice where a timer was early, and makes up for one that was late', () => {
    assert.equal(untilBeat(100, 1199.9).toFixed(1), '100.1');
    assert.equal(untilBeat(100, 1240), 60);
  });

  it('is not waited for by those who wait for a moment of their own', async () => {
    const startedAt = performance.now();
    await beat(7.5);
    assert.ok(performance.now() - startedAt >= 7);
  });

  it('tells those who have been stopped meanwhile', async () => {
    const stopped = new AbortController();
    const waiting = beat(25, { signal: stopped.signal });
    stopped.abort();
    await assert.rejects(waiting, { code: 'ABORTED' });
  });
});
