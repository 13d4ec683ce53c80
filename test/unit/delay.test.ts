import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { delay } from '../../src/core/delay.js';

describe('a wait', () => {
  it('is not over at once where it is longer than timers know', async () => {
    for (const ms of [Infinity, Number.MAX_VALUE, 2 ** 31]) {
      const stop = new AbortController();
      let isOver = false;
      const waited = delay(ms, { signal: stop.signal }).then(() => (isOver = true));
      await delay(20);
      assert.equal(isOver, false, String(ms));
      stop.abort();
      await assert.rejects(waited, { code: 'ABORTED' });
    }
  });
});
