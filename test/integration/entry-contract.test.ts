import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { AvatarStore, Charge, Entered, Entry } from '../../src/server/store/avatar-store.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const MINUTE_MS = 60_000;

for (const [name, open] of Object.entries(STORES)) {
  describe(`a request for a session, in ${name}`, () => {
    let store: SharedStore;
    let one: AvatarStore;
    let other: AvatarStore;
    before(async () => {
      store = await open();
      [one, other] = store.ends as [AvatarStore, AvatarStore];
    });
    after(() => store.close());

    /** Heard of within a minute, and over after three. */
    async function add(): Promise<string> {
      const sessionId = `session-${crypto.randomUUID()}`;
      await one.sessions.add(sessionId, {
        ...{ record: { sessionId }, proofs: ['its key', 'its token'], lastsMs: 3 * MINUTE_MS, notAfter: Infinity },
        ...{ keptMs: MINUTE_MS, deadlines: { pageMs: MINUTE_MS }, place: { id: sessionId, groups: [] } },
      });
      return sessionId;
    }

    const charge = (limit: number, amount = 1): Charge => ({
      ...{ key: `key-${crypto.randomUUID()}`, amount, limit, periodMs: MINUTE_MS },
    });
    const enter = (entry: Partial<Entry>, end = other): Promise<Entered> =>
      end.enter({
        ...{
          sessionId: 'none',
          proofs: ['its key'],
          deadlines: { pageMs: MINUTE_MS },
          charges: [],
          furtherCharges: [],
        },
        ...entry,
      });
    const usedOf = async (charges: readonly Charge[]): Promise<(number | undefined)[]> => {
      const { counts } = await one.quotas.charge(charges.map((each) => ({ ...each, amount: 0 })));
      return charges.map((_, at) => counts?.[at]?.used);
    };

    it('finds it, puts off its end and makes all the charges for whoever proves it to be theirs', async () => {
      const sessionId = await add();
      await store.elapse(0.75 * MINUTE_MS);
      const [request, ofAddress, text, ofDay] = [charge(9), charge(9), charge(100, 30), charge(100, 30)];
      const entry = { sessionId, charges: [request, ofAddress], furtherCharges: [text, ofDay] };
      const { session, charged, chargedFurther } = await enter(entry);
      assert.deepEqual([session?.record, session?.turn, session?.openTurns], [{ sessionId }, 0, []]);
      assert.ok(Math.abs((session?.endsInMs ?? 0) - 2.25 * MINUTE_MS) < 10_000);
      assert.deepEqual([charged.counts?.map(({ used }) => used), chargedFurther?.counts?.length], [[1, 1], 2]);
      assert.deepEqual(await usedOf([request, ofAddress, text, ofDay]), [1, 1, 30, 30]);
      await store.elapse(0.75 * MINUTE_MS);
      assert.ok(!(await one.sessions.due()).includes(sessionId));
    });

    it('makes the first charges alone for anybody else, and puts nothing off', async () => {
      const sessionId = await add();
      await store.elapse(0.75 * MINUTE_MS);
      const [request, text] = [charge(9), charge(100)];
      for (const proofs of [[], ['a guess']]) {
        const entered = await enter({ sessionId, proofs, charges: [request], furtherCharges: [text] });
        assert.deepEqual([entered.session?.record, entered.chargedFurther], [{ sessionId }, undefined]);
      }
      assert.deepEqual(await usedOf([request, text]), [2, 0]);
      await store.elapse(0.5 * MINUTE_MS);
      assert.ok((await one.sessions.due()).includes(sessionId));
    });

    it('makes the first charges where there is no such session, or its end is under way', async () => {
      const claimed = await add();
      await one.sessions.claim(claimed, MINUTE_MS, 'requested');
      const [request, text] = [charge(9), charge(100)];
      for (const sessionId of ['none', claimed]) {
        const entered = await enter({ sessionId, charges: [request], furtherCharges: [text] });
        assert.deepEqual([entered.session, entered.chargedFurther], [undefined, undefined]);
      }
      assert.deepEqual(await usedOf([request, text]), [2, 0]);
    });

    it('makes no further charge where the first refuse, and says which', async () => {
      const sessionId = await add();
      const [fits, full, text] = [charge(9), charge(0), charge(100)];
      const { session, charged, chargedFurther } = await enter({
        ...{ sessionId, charges: [fits, full], furtherCharges: [text] },
      });
      assert.deepEqual([session?.record, charged.refusal?.index, chargedFurther], [{ sessionId }, 1, undefined]);
      assert.deepEqual(await usedOf([fits, text]), [0, 0]);
    });

    it('keeps the first charges where a further one refuses, and says which', async () => {
      const sessionId = await add();
      const [request, fits, full] = [charge(9), charge(100, 10), charge(5, 10)];
      const { charged, chargedFurther } = await enter({
        ...{ sessionId, charges: [request], furtherCharges: [fits, full] },
      });
      assert.equal(charged.refusal, undefined);
      assert.deepEqual([chargedFurther?.refusal?.index, chargedFurther?.refusal?.refusals], [1, 1]);
      assert.deepEqual(await usedOf([request, fits, full]), [1, 0, 0]);
    });

    it('lets as many through as the limits say, however many come at once', async () => {
      const sessionId = await add();
      const [request, text] = [charge(30), charge(100, 10)];
      const all = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          enter({ sessionId, charges: [request], furtherCharges: [text] }, index % 2 === 0 ? one : other),
        ),
      );
      assert.equal(all.filter(({ charged }) => charged.counts).length, 30);
      assert.equal(all.filter(({ chargedFurther }) => chargedFurther?.counts).length, 10);
      assert.deepEqual(await usedOf([request, text]), [30, 100]);
    });

    it('takes nothing to charge', async () => {
      const sessionId = await add();
      const { session, charged, chargedFurther } = await enter({ sessionId });
      assert.deepEqual([session?.record, charged, chargedFurther], [{ sessionId }, { counts: [] }, undefined]);
    });
  });
}
