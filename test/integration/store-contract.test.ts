import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { Leases } from '../../src/server/store/avatar-store.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

for (const [name, open] of Object.entries(STORES)) {
  describe(`the leases of ${name}`, () => {
    let store: SharedStore;
    let one: Leases;
    let other: Leases;
    before(async () => {
      store = await open();
      [one, other] = store.ends.map(({ leases }) => leases) as [Leases, Leases];
    });
    after(() => store.close());

    const groupOf = (): string => `group-${crypto.randomUUID()}`;

    /** As many calls at the same time, of both ends by turns; how many gave true. */
    async function countTrue(
      calls: number,
      call: (leases: Leases, index: number) => Promise<boolean>,
    ): Promise<number> {
      const answers = Array.from({ length: calls }, (_, index) => call(index % 2 === 0 ? one : other, index));
      return (await Promise.all(answers)).filter((answer) => answer).length;
    }

    it('lets as many ids in as there is room for, however many come at once', async () => {
      const group = groupOf();
      const acquire = (leases: Leases, index: number): Promise<boolean> =>
        leases.acquire(group, `id-${index}`, 1000, { now: 0, limit: 10 });
      assert.equal(await countTrue(50, acquire), 10);
      assert.equal(await other.count(group, 0), 10);
    });

    it('makes room for another id when one is taken out, or has expired', async () => {
      const group = groupOf();
      const acquire = (id: string, now: number): Promise<boolean> =>
        one.acquire(group, id, now + 1000, { now, limit: 2 });
      assert.deepEqual([await acquire('a', 0), await acquire('b', 500), await acquire('c', 999)], [true, true, false]);
      assert.equal(await other.release(group, 'b'), true);
      assert.deepEqual([await acquire('c', 999), await acquire('d', 999)], [true, false]);
      assert.equal(await acquire('d', 1000), true);
      assert.deepEqual(await other.expired(group, Infinity, 10), ['c', 'd'], 'what has expired is dropped');
    });

    it('gives an id that is there already another time, where there is room', async () => {
      const group = groupOf();
      for (const expiresAt of [1000, 2000, 2000]) {
        assert.equal(await one.acquire(group, 'a', expiresAt, { now: 0, limit: 2 }), true);
      }
      assert.deepEqual([await other.count(group, 0), await other.count(group, 1000)], [1, 1]);
    });

    it('knows no limit where that is Infinity', async () => {
      const group = groupOf();
      const acquire = (leases: Leases, index: number): Promise<boolean> =>
        leases.acquire(group, `id-${index}`, 1000, { now: 0, limit: Infinity });
      assert.equal(await countTrue(50, acquire), 50);
    });

    it('sets an id whether it is there or not, and whatever the limit was', async () => {
      const group = groupOf();
      await one.acquire(group, 'a', 1000, { now: 0, limit: 1 });
      await one.set(group, 'b', 1000);
      await other.set(group, 'a', 3000);
      assert.deepEqual(await one.expired(group, Infinity, 10), ['b', 'a']);
    });

    it('renews an id that is there, expired or not, also by the time that it has', async () => {
      const group = groupOf();
      assert.equal(await one.renew(group, 'a', 1000), false);
      assert.equal(await one.count(group, 0), 0, 'it came in by that');
      await one.set(group, 'a', 1000);
      assert.deepEqual([await other.renew(group, 'a', 1000), await other.renew(group, 'a', 2000)], [true, true]);
      assert.deepEqual([await one.expired(group, 1999, 10), await one.expired(group, 2000, 10)], [[], ['a']]);
      assert.equal(await one.renew(group, 'a', 3000), true);
      assert.deepEqual(await other.expired(group, 2999, 10), []);
    });

    it('lets one caller alone take an id out, however many try at once', async () => {
      const group = groupOf();
      await one.set(group, 'a', 1000);
      await one.set(group, 'b', 1000);
      assert.equal(await countTrue(20, (leases) => leases.release(group, 'a')), 1);
      assert.deepEqual(await one.expired(group, Infinity, 10), ['b']);
      assert.equal(await other.renew(group, 'a', 2000), false);
    });

    it('lets one caller alone take out an id that has expired by a time, that time included, and none that has not', async () => {
      const group = groupOf();
      await one.set(group, 'a', 1000);
      assert.equal(await countTrue(20, (leases) => leases.release(group, 'a', 999)), 0);
      assert.equal(await one.count(group, 0), 1);
      assert.equal(await countTrue(20, (leases) => leases.release(group, 'a', 1000)), 1);
      assert.equal(await one.release(group, 'a', Infinity), false);
    });

    it('does not take out an id twice that is renewed meanwhile', async () => {
      const group = groupOf();
      await one.set(group, 'a', 1000);
      const [, taken] = await Promise.all([
        Promise.all(Array.from({ length: 10 }, () => other.renew(group, 'a', 2000))),
        countTrue(10, (leases) => leases.release(group, 'a')),
      ]);
      assert.equal(taken, 1);
      assert.equal(await one.count(group, 0), 0);
    });

    it('lists what has expired by a time, that time included, the oldest first, and no more than asked for', async () => {
      const group = groupOf();
      const expiries = [700, 300, 500, 100, 900];
      for (const expiresAt of expiries) await one.set(group, `at-${expiresAt}`, expiresAt);
      assert.deepEqual(await other.expired(group, 500, 10), ['at-100', 'at-300', 'at-500']);
      assert.deepEqual(await other.expired(group, 500, 2), ['at-100', 'at-300']);
      assert.deepEqual(await other.expired(group, 99, 10), []);
      assert.equal((await other.expired(group, Infinity, 10)).length, expiries.length, 'to list is not to take out');
    });

    it('counts what has not expired', async () => {
      const group = groupOf();
      for (const expiresAt of [1000, 2000, 3000]) await one.set(group, `at-${expiresAt}`, expiresAt);
      const counts = await Promise.all([0, 999, 1000, 2999, 3000].map((now) => other.count(group, now)));
      assert.deepEqual(counts, [3, 3, 2, 1, 0]);
    });

    it('keeps groups apart, and takes any text for a name', async () => {
      const [group, another] = [groupOf(), `${groupOf()}:caller:ä "x" {y}\r\n*`];
      await one.set(group, 'a', 1000);
      await one.set(another, 'a', 2000);
      assert.equal(await other.release(group, 'a'), true);
      assert.deepEqual(await other.expired(another, Infinity, 10), ['a']);
    });
  });
}
