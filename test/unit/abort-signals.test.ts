import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';

import { anySignal } from '../../src/core/abort-signals.js';
import { timeoutSignal } from '../../src/core/timeout-signal.js';

for (const browser of ['with AbortSignal.any and AbortSignal.timeout', 'without them'] as const) {
  const inBrowser = (work: () => Promise<void> | void) => async () => {
    const newer = Object.getOwnPropertyDescriptors(AbortSignal);
    if (browser === 'without them') {
      Reflect.deleteProperty(AbortSignal, 'any');
      Reflect.deleteProperty(AbortSignal, 'timeout');
    }
    try {
      await work();
    } finally {
      Object.defineProperties(AbortSignal, newer);
    }
  };

  describe(`Abort signals in a browser ${browser}`, () => {
    it(
      'abort with the first of several, for its reason',
      inBrowser(() => {
        const [one, other] = [new AbortController(), new AbortController()];
        const signal = anySignal(one.signal, undefined, other.signal);
        assert.equal(signal.aborted, false);
        other.abort('because');
        one.abort('too late');
        assert.equal(signal.aborted, true);
        assert.equal(signal.reason, 'because');
      }),
    );

    it(
      'are aborted from the start where one is',
      inBrowser(() => {
        const signal = anySignal(new AbortController().signal, AbortSignal.abort('before'));
        assert.equal(signal.aborted, true);
        assert.equal(signal.reason, 'before');
      }),
    );

    it(
      'leave no listener on a signal that lives on',
      inBrowser(() => {
        const lifetime = new AbortController();
        for (let call = 0; call < 20; call++) {
          const over = new AbortController();
          anySignal(lifetime.signal, over.signal);
          over.abort();
        }
        assert.equal(getEventListeners(lifetime.signal, 'abort').length, 0);
      }),
    );

    it(
      'abort when the time is up',
      inBrowser(async () => {
        const signal = timeoutSignal(5);
        // Node’s own timer does not keep the process alive.
        const alive = setInterval(() => undefined, 1000);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        clearInterval(alive);
        assert.equal((signal.reason as Error).name, 'TimeoutError');
      }),
    );
  });
}

describe('A signal joined of one alone', () => {
  it('is that one', () => {
    const { signal } = new AbortController();
    assert.equal(anySignal(undefined, signal), signal);
  });
});
