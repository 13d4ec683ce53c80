import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { limitBodyTime } from '../../src/server/http/body-time.js';

describe('a body whose visitor has gone', () => {
  it('is let go at once, and fails for whoever still reads it', async () => {
    const connection = new AbortController();
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => void (isCancelled = true),
    });
    const hour = 3_600_000;
    const limited = limitBodyTime(body, { pieceMs: hour, wholeMs: hour }, connection.signal);
    const read = new Response(limited).arrayBuffer();
    connection.abort();
    await assert.rejects(read);
    assert.ok(isCancelled, 'the source is told');
  });
});
