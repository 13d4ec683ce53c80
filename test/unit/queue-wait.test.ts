import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { PlaceNews } from '../../src/element/extensions/queue/place-news.js';
import type { QueueAnswer } from '../../src/element/extensions/queue/queue-calls.js';
import { QueueWait } from '../../src/element/extensions/queue/queue-wait.js';

type Answer = Partial<QueueAnswer> | AvatarError;

/** Answers one question after the other as `answers` says; each wait is over when the test says so. */
function setUp(...answers: Answer[]) {
  const asked: (string | undefined)[] = [];
  const left: string[] = [];
  const waits: { ms: number; end: () => void }[] = [];
  const told: string[] = [];
  const wait = new QueueWait({
    ask: (ticket) => {
      asked.push(ticket);
      const answer = answers.shift() ?? {};
      if (answer instanceof AvatarError) return Promise.reject(answer);
      return Promise.resolve({ ticket: undefined, place: 1, isTurn: false, askAgainMs: 3000, ...answer });
    },
    leave: (ticket) => void left.push(ticket),
    onChange: () => void told.push(`${wait.state} ${wait.place}`),
    delay: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, end: resolve });
        signal?.addEventListener('abort', () => reject(new AvatarError('ABORTED', 'stopped')), { once: true });
      }),
    random: () => 0.5,
  });
  const next = async (): Promise<void> => {
    await settled();
    waits.at(-1)?.end();
    await settled();
  };
  return { wait, asked, left, told, waits, next };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const GONE = new AvatarError('SESSION_GONE', 'expired', { status: 410 });

describe('a visitor in the queue', () => {
  it('joins, and asks with the ticket as often as the backend wants, until it is their turn', async () => {
    const { wait, asked, told, waits, next } = setUp(
      { ticket: 't', place: 3, askAgainMs: 5000 },
      { place: 3 },
      { place: 1 },
      { isTurn: true },
    );
    wait.join();
    for (let i = 0; i < 3; i++) await next();
    assert.deepEqual(asked, [undefined, 't', 't', 't']);
    assert.deepEqual(told, ['waiting undefined', 'waiting 3', 'waiting 1', 'turn 1'], 'what stays is not told again');
    assert.deepEqual(waits[0]?.ms, 5500);
    assert.equal(wait.ticket, 't');
  });

  it('leaves, also before the ticket has come', async () => {
    const { wait, left, told } = setUp({ ticket: 't' });
    wait.join();
    wait.leave();
    await settled();
    assert.deepEqual([left, told.at(-1), wait.ticket], [['t'], 'over undefined', undefined]);
    const other = setUp({ ticket: 'u' });
    other.wait.join();
    await settled();
    other.wait.leave();
    assert.deepEqual(other.left, ['u']);
    const served = setUp({ ticket: 'v', isTurn: true });
    served.wait.join();
    await settled();
    served.wait.leave(true);
    assert.deepEqual([served.left, served.wait.state], [[], 'over']);
  });

  it('is told where their turn has passed, and may wait again', async () => {
    const { wait, asked, next } = setUp({ ticket: 't' }, GONE, { ticket: 'u', place: 7 });
    wait.join();
    await next();
    assert.deepEqual([wait.state, wait.ticket], ['missed', undefined]);
    wait.join();
    await settled();
    assert.deepEqual([wait.state, wait.place, asked.at(-1)], ['waiting', 7, undefined]);
  });

  it('keeps the place through failures, asks later each time, and gives up where there is no queue', async () => {
    const down = (retryAfterMs?: number) =>
      new AvatarError('NETWORK', 'down', retryAfterMs === undefined ? {} : { retryAfterMs });
    const { wait, waits, next } = setUp({ ticket: 't', place: 2 }, down(), down(), down(9000), { place: 1 });
    wait.join();
    for (let i = 0; i < 4; i++) await next();
    assert.deepEqual(
      waits.slice(1, 4).map(({ ms }) => ms),
      [2000, 4000, 9000],
    );
    assert.deepEqual([wait.state, wait.place], ['waiting', 1]);
    const full = setUp(new AvatarError('CAPACITY', 'full', { status: 429 }));
    full.wait.join();
    await settled();
    assert.equal(full.wait.state, 'over');
  });

  it('does not ask while the session is opened, and goes on where that has failed', async () => {
    const { wait, asked, told, waits, next } = setUp({ ticket: 't', isTurn: true }, { isTurn: true });
    wait.join();
    await settled();
    wait.pause();
    await next();
    assert.equal(asked.length, 1);
    wait.resume(30_000);
    await settled();
    assert.equal(waits.at(-1)?.ms, 30_000);
    await next();
    assert.deepEqual(told.slice(-3), ['turn 1', 'waiting 1', 'turn 1']);
    wait.askNow();
    await settled();
    assert.equal(asked.length, 3);
    wait.leave();
  });
});

describe('changes of place', () => {
  it('are told at once where they are near the front, and now and then further back', () => {
    let now = 0;
    const news = new PlaceNews(() => now);
    const told: (number | undefined)[] = [];
    for (const [at, place] of [
      [0, undefined],
      [1, 9],
      [5, 8],
      [12, 6],
      [12, 6],
      [22, 5],
      [24, 4],
      [25, 3],
      [26, 2],
      [27, 1],
    ] as const) {
      now = at * 1000;
      told.push(news.of(place));
    }
    assert.deepEqual(told, [undefined, 9, 9, 9, 9, 5, 5, 3, 2, 1]);
  });
});
