import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { SayQueue } from '../../src/core/speech/say-queue.js';
import { settled } from '../support/manual-clock.js';

describe('what is to be said', () => {
  it('is sent in order, one request at a time', async () => {
    const queue = new SayQueue();
    const log: string[] = [];
    const send = (name: string) => async (): Promise<void> => {
      log.push(`${name} sent`);
      await settled();
      log.push(`${name} taken`);
    };
    await Promise.all([queue.add(send('a')), queue.add(send('b'))]);
    assert.deepEqual(log, ['a sent', 'a taken', 'b sent', 'b taken']);
  });

  it('goes on after a text that failed', async () => {
    const queue = new SayQueue();
    const failed = queue.add(() => Promise.reject(new AvatarError('NETWORK', 'x')));
    const next = queue.add(() => Promise.resolve('said'));
    await assert.rejects(failed, { code: 'NETWORK' });
    assert.equal(await next, 'said');
  });

  it('is dropped by an interrupt, and what comes afterwards is said', async () => {
    const queue = new SayQueue();
    const inFlight = queue.add(
      ({ signal }) =>
        new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const waiting = queue.add(() => Promise.resolve());
    await settled();
    void queue.interrupt();
    const afterwards = queue.add(() => Promise.resolve('said'));
    await assert.rejects(inFlight, { code: 'ABORTED' });
    await assert.rejects(waiting, { code: 'ABORTED' });
    assert.equal(await afterwards, 'said');
  });

  it('is given up at once by an interrupt, though its work goes on, and the service is told before more is sent', async () => {
    const queue = new SayQueue();
    const log: string[] = [];
    const endless = queue.add(() => new Promise<void>(() => undefined));
    await settled();
    let silence = (): void => undefined;
    const told = queue.interrupt(() => new Promise<void>((resolve) => (silence = resolve)));
    const next = queue.add(() => Promise.resolve(log.push('said')));
    await assert.rejects(endless, { code: 'ABORTED' });
    log.push('silenced');
    silence();
    await Promise.all([told, next]);
    assert.deepEqual(log, ['silenced', 'said']);
  });

  it('waits while it is paused, and is dropped by its own caller meanwhile', async () => {
    const queue = new SayQueue();
    const caller = new AbortController();
    queue.pause();
    const dropped = queue.add(() => Promise.resolve('dropped'), caller.signal);
    const kept = queue.add(() => Promise.resolve('kept'));
    caller.abort();
    await assert.rejects(dropped, { code: 'ABORTED' });
    queue.resume();
    assert.equal(await kept, 'kept');
  });
});
