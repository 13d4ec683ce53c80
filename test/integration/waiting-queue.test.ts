import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { Leases } from '../../src/server/store/leases.js';
import type { Claimed, Waiting, WaitingQueue, WaitingTerms } from '../../src/server/store/waiting-queue.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const MINUTE_MS = 60_000;
const KEPT_MS = 90_000;
const HOLD_MS = 45_000;

for (const [name, open] of Object.entries(STORES)) {
  describe(`the queue of ${name}`, () => {
    let store: SharedStore;
    let queues: readonly [WaitingQueue, WaitingQueue];
    let leases: Leases;
    /** Of the group that is waited for: as the queue is one, each test has a group of its own and leaves the queue empty. */
    let group: string;
    before(async () => {
      store = await open();
      queues = [store.ends[0].queue, store.ends[1].queue];
      leases = store.ends[0].leases;
    });
    after(() => store.close());

    /** Two places, both taken by others. */
    async function begin(): Promise<void> {
      group = `group-${crypto.randomUUID()}`;
      for (const id of ['first', 'second']) await leases.acquire(id, 30 * MINUTE_MS, [{ group, limit: 2 }]);
    }
    const terms = (changes: Partial<WaitingTerms> = {}): WaitingTerms => ({
      place: { group, limit: 2 },
      shares: [],
      ...{ length: 4, keptMs: KEPT_MS, longestMs: 30 * MINUTE_MS, holdMs: HOLD_MS },
      ...changes,
    });
    const join = async (ticket: string, at = 0, changes?: Partial<WaitingTerms>): Promise<number | string> => {
      const found = await queues[at as 0 | 1].join(ticket, terms(changes));
      return 'full' in found ? `full ${found.full}` : found.place;
    };
    const ask = async (ticket: string, at = 1): Promise<Waiting | undefined> =>
      queues[at as 0 | 1].ask(ticket, terms());
    const placesOf = (...tickets: string[]): Promise<(number | undefined)[]> =>
      Promise.all(tickets.map(async (ticket) => (await ask(ticket))?.place));
    const claim = (ticket?: string, at = 1): Promise<Claimed> =>
      queues[at as 0 | 1].claim({
        ...{ id: `lease of ${ticket}`, forMs: MINUTE_MS, wanted: [{ group, limit: 2 }], waiting: [] },
        ticket,
      });
    const isLetIn = async (ticket?: string): Promise<boolean> => (await claim(ticket)).full === undefined;
    const free = (id: string): Promise<void> => leases.release({ id, groups: [group] });
    const leave = async (...tickets: string[]): Promise<void> => {
      for (const id of tickets) await queues[0].leave({ id, groups: [] });
    };

    it('has those who come in their order, whichever process they ask, and no more than there is room for', async () => {
      await begin();
      assert.deepEqual(
        [await join('a'), await join('b', 1), await join('c'), await join('d', 1), await join('e')],
        [1, 2, 3, 4, 'full -1'],
      );
      assert.deepEqual(await placesOf('a', 'b', 'c', 'd', 'e'), [1, 2, 3, 4, undefined]);
      await leave('b');
      assert.deepEqual(await placesOf('a', 'c', 'd'), [1, 2, 3]);
      assert.equal(await join('e'), 4);
      await leave('a', 'c', 'd', 'e');
    });

    it('gives a free place to who is first, and to nobody who comes later or has no ticket', async () => {
      await begin();
      for (const ticket of ['a', 'b', 'c']) await join(ticket);
      assert.equal(await isLetIn('a'), false);
      await free('first');
      assert.deepEqual([await isLetIn(), await isLetIn('b'), await isLetIn('a guess')], [false, false, false]);
      assert.deepEqual((await ask('a'))?.heldMs !== undefined, true);
      assert.deepEqual((await ask('b'))?.heldMs, undefined);
      const { counts, joinedAt } = await claim('a');
      assert.deepEqual(counts, [2]);
      assert.ok(joinedAt !== undefined && Math.abs(joinedAt - Date.now()) < 10 * MINUTE_MS);
      assert.equal(await isLetIn('a'), false, 'a ticket is good once');
      assert.deepEqual(await placesOf('a', 'b', 'c'), [undefined, 1, 2]);
      await free('second');
      await free('lease of a');
      assert.deepEqual([await isLetIn('c'), await isLetIn(), await isLetIn('b')], [true, false, true]);
      assert.equal((await claim()).length, 0);
    });

    it('lets as many in as there are places, however many claim at once', async () => {
      await begin();
      for (const ticket of ['a', 'b', 'c', 'd']) await join(ticket);
      await free('first');
      const claims = ['d', 'c', undefined, 'b', 'a', 'b', 'c', undefined].map((ticket, at) => claim(ticket, at % 2));
      assert.equal((await Promise.all(claims)).filter(({ full }) => full === undefined).length, 1);
      assert.deepEqual(await placesOf('a', 'b', 'c', 'd'), [undefined, 1, 2, 3]);
      await leave('b', 'c', 'd');
    });

    it('keeps a free place for a while, and then for the next', async () => {
      await begin();
      for (const ticket of ['a', 'b']) await join(ticket);
      await free('first');
      const heldMs = (await ask('a'))?.heldMs ?? 0;
      assert.ok(heldMs > HOLD_MS - 5000 && heldMs <= HOLD_MS, `held for ${heldMs} ms`);
      await store.elapse(HOLD_MS - 5000);
      assert.ok(((await ask('a'))?.heldMs ?? Infinity) <= 5000, 'asking again makes it no longer');
      assert.equal((await ask('b'))?.heldMs, undefined);
      await store.elapse(5001);
      assert.equal(await ask('a'), undefined);
      assert.deepEqual([await isLetIn(), await isLetIn('b')], [false, true]);
    });

    it('lets go of those who do not ask any more, or have waited for as long as they may', async () => {
      await begin();
      for (const ticket of ['a', 'b']) await join(ticket);
      await store.elapse(KEPT_MS - 5000);
      assert.equal((await ask('b'))?.place, 2);
      await store.elapse(5001);
      assert.deepEqual(await placesOf('a', 'b'), [undefined, 1]);
      await join('late', 0, { longestMs: MINUTE_MS });
      await store.elapse(MINUTE_MS + 1);
      assert.equal(await queues[1].ask('late', terms({ longestMs: MINUTE_MS })), undefined);
      await leave('b');
    });

    it('has a visitor wait for no more than may be opened', async () => {
      await begin();
      const share = { open: `open:${group}`, waiting: `waiting:${group}`, limit: 2 };
      const other = { open: `open:other-${group}`, waiting: `waiting:other-${group}`, limit: 9 };
      const own = { shares: [other, share] };
      await leases.acquire('own', 30 * MINUTE_MS, [{ group: share.open, limit: 2 }]);
      assert.deepEqual([await join('a', 0, own), await join('b', 1, own), await join('c')], [1, 'full 1', 2]);
      await queues[1].leave({ id: 'a', groups: [share.waiting, other.waiting] });
      assert.equal(await join('b', 1, own), 2);
      await leases.release({ id: 'own', groups: [share.open] });
      assert.equal(await join('d', 0, own), 3);
      await leave('b', 'c', 'd');
    });

    it('has whoever a place was of no use to stand where they stood', async () => {
      await begin();
      for (const ticket of ['a', 'b', 'c', 'd']) await join(ticket);
      await free('first');
      const { joinedAt } = await claim('a');
      await free('lease of a');
      assert.equal(await join('e'), 4);
      await queues[1].join('a', terms(), joinedAt);
      assert.deepEqual(await placesOf('a', 'b', 'c', 'd', 'e'), [1, 2, 3, 4, 5]);
      assert.deepEqual([await isLetIn('b'), await isLetIn('a')], [false, true]);
      await leave('b', 'c', 'd', 'e');
    });
  });
}
