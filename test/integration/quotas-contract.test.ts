import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import type { Charge, Quotas } from '../../src/server/store/avatar-store.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const MINUTE_MS = 60_000;

for (const [name, open] of Object.entries(STORES)) {
  describe(`the quotas of ${name}`, () => {
    let store: SharedStore;
    let ends: readonly [Quotas, Quotas];
    before(async () => {
      store = await open();
      ends = [store.ends[0].quotas, store.ends[1].quotas];
    });
    after(() => store.close());

    /** By turns one and the other. */
    const endOf = (index: number): Quotas => ends[index % 2 === 0 ? 0 : 1];
    const keyOf = (name: string): string => `${name}-${crypto.randomUUID()}`;
    const one = (key: string, limit: number, amount = 1, periodMs = MINUTE_MS): Charge => ({
      ...{ key, limit, amount, periodMs },
    });
    /** What the key has come to. */
    const usedOf = async (key: string): Promise<number | undefined> =>
      (await ends[0].charge([one(key, 1e9, 0)])).counts?.[0]?.used;

    it('let as many through as the limit says, however many come at once', async () => {
      const key = keyOf('anna');
      const results = await Promise.all(Array.from({ length: 50 }, (_, index) => endOf(index).charge([one(key, 10)])));
      assert.equal(results.filter(({ counts }) => counts).length, 10);
      assert.equal(await usedOf(key), 10);
    });

    it('charge nobody for what one refuses: not those before, and not those after', async () => {
      const [caller, address, total] = [keyOf('caller'), keyOf('address'), keyOf('total')];
      const charges = [one(caller, 10), one(address, 3), one(total, 100)];
      const refusals: (number | undefined)[] = [];
      for (let i = 0; i < 8; i++) refusals.push((await ends[0].charge(charges)).refusal?.index);
      assert.deepEqual(refusals, [undefined, undefined, undefined, 1, 1, 1, 1, 1]);
      assert.deepEqual([await usedOf(caller), await usedOf(address), await usedOf(total)], [3, 3, 3]);
    });

    it('name the first that refuses, of several', async () => {
      const [caller, address] = [keyOf('caller'), keyOf('address')];
      const { refusal } = await ends[0].charge([one(keyOf('other'), 1), one(caller, 0), one(address, 0)]);
      assert.equal(refusal?.index, 1);
    });

    it('let no part of an amount through that does not fit, and a smaller one that does', async () => {
      const key = keyOf('anna');
      const charge = async (amount: number): Promise<number | undefined> =>
        (await ends[0].charge([one(key, 100, amount)])).counts?.[0]?.used;
      assert.deepEqual(
        [await charge(90), await charge(11), await charge(10), await charge(1)],
        [90, undefined, 100, undefined],
      );
    });

    it('count refusals, and tell what is used and when the period is over', async () => {
      const key = keyOf('anna');
      await ends[0].charge([one(key, 5, 4)]);
      for (const refusals of [1, 2, 3]) {
        const { refusal } = await endOf(refusals).charge([one(key, 5, 2)]);
        assert.ok(refusal);
        const { endsInMs, ...rest } = refusal;
        assert.deepEqual(rest, { index: 0, used: 4, refusals });
        assert.ok(endsInMs > 0 && endsInMs <= MINUTE_MS, `it is over in ${endsInMs} ms`);
      }
    });

    it('begin anew when the period is over, which refusals do not put off', async () => {
      const key = keyOf('anna');
      const charge = [one(key, 1, 1, 200)];
      await ends[0].charge(charge);
      let { refusal } = await ends[1].charge(charge);
      assert.equal(refusal?.refusals, 1);
      while (refusal) {
        assert.ok(refusal.endsInMs <= 200);
        await delay(refusal.endsInMs + 1);
        ({ refusal } = await ends[1].charge(charge));
      }
      ({ refusal } = await ends[0].charge([one(key, 1, 1, MINUTE_MS)]));
      assert.equal(refusal?.refusals, 1, 'the refusals of the period before are forgotten');
    });

    it('take any text for a key, and nothing to charge', async () => {
      const key = keyOf('caller:ä "x" {y}\r\n*');
      await ends[0].charge([one(key, 5, 3)]);
      assert.equal(await usedOf(key), 3);
      assert.deepEqual(await ends[0].charge([]), { counts: [] });
    });
  });
}

describe('the quotas of the memory store', () => {
  it('go by the clock that it is given', async () => {
    let now = 0;
    const { quotas } = createMemoryStore({ now: () => now });
    const charge = async (): Promise<number | undefined> =>
      (await quotas.charge([{ key: 'anna', amount: 1, limit: 1, periodMs: MINUTE_MS }])).refusal?.endsInMs;
    assert.deepEqual([await charge(), await charge()], [undefined, MINUTE_MS]);
    now += MINUTE_MS - 1;
    assert.equal(await charge(), 1);
    now += 1;
    assert.equal(await charge(), undefined);
  });
});
