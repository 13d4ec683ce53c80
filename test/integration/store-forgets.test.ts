import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { SessionStore } from '../../src/server/store/session-store.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const MINUTE_MS = 60_000;

for (const [name, open] of Object.entries(STORES)) {
  describe(`what is forgotten by ${name}`, () => {
    let store: SharedStore;
    let one: SessionStore;
    let other: SessionStore;
    before(async () => {
      store = await open();
      [one, other] = store.ends.map(({ sessions }) => sessions) as [SessionStore, SessionStore];
    });
    after(() => store.close());

    async function add(): Promise<string> {
      const id = `session-${crypto.randomUUID()}`;
      await one.add(id, {
        ...{ record: { id }, proofs: ['key', 'token'], lastsMs: 9 * MINUTE_MS, notAfter: Infinity, keptMs: MINUTE_MS },
        ...{ deadlines: {}, place: { id, groups: [] } },
      });
      return id;
    }

    const place = (id: string): { id: string; groups: string[] } => ({ id, groups: [] });

    it('is given to one of those who forget it at the same moment: how long, how much, what was said and rated', async () => {
      const id = await add();
      const begun = await one.beginTurn(id, { text: '1?' });
      await other.beginTurn(id);
      await one.leaveTurn(id, begun?.turn ?? 0, { text: '1!' });
      await other.beginTurn(id, { text: '2?' });
      await one.rate(id, 'turn:a:b', 'up');
      await other.rate(id, 'turn:a:b', 'down');
      await other.rate(id, 'stars', '4');
      await store.elapse(MINUTE_MS);
      await one.claim(id, MINUTE_MS, 'requested');
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).forget(id, place(id))),
      );
      const [forgotten, ...others] = all.filter((each) => each !== undefined);
      assert.deepEqual(others, []);
      assert.ok(forgotten);
      const { openMs, ...rest } = forgotten;
      assert.ok(openMs >= MINUTE_MS && openMs < 1.5 * MINUTE_MS, `${openMs} ms`);
      assert.deepEqual(rest, {
        messages: 2,
        ratings: { 'turn:a:b': 'down', stars: '4' },
        history: [{ text: '1?' }, { text: '1!' }, { text: '2?' }],
      });
    });

    it('leaves for a while what is to be remembered, for whoever shows a proof, and nothing else', async () => {
      const id = await add();
      await one.beginTurn(id, { text: 'Hello?' });
      await one.forget(id, place(id), { forMs: MINUTE_MS, record: { was: 'here' } });
      assert.deepEqual(await other.remembered(id, ['key']), { was: 'here' });
      assert.equal(await other.remembered(id, ['another']), undefined);
      assert.equal(await other.remembered('none', ['key']), undefined);
      assert.deepEqual(
        [
          await other.visit(id, 'trusted', {}),
          await other.claim(id, MINUTE_MS, 'again'),
          await other.beginTurn(id, {}),
        ],
        [undefined, undefined, undefined],
      );
      await other.note(id, 'said', 'too late');
      await other.rate(id, 'stars', '1');
      await other.setTurnOpen(id, 'turn', true);
      assert.equal(await other.noted(id, 'said'), undefined);
      assert.equal(await other.forget(id, place(id), { forMs: MINUTE_MS, record: { was: 'elsewhere' } }), undefined);
      assert.deepEqual(await other.remembered(id, ['token']), { was: 'here' });
      await store.elapse(MINUTE_MS + 1);
      assert.equal(await one.remembered(id, ['key']), undefined);
    });

    it('leaves nothing where nothing is to be remembered, nor what was left before', async () => {
      const [wholly, later] = [await add(), await add()];
      await one.forget(wholly, place(wholly));
      assert.equal(await one.remembered(wholly, ['key']), undefined);
      await one.forget(later, place(later), { forMs: MINUTE_MS, record: {} });
      assert.equal(await other.forget(later), undefined);
      assert.equal(await one.remembered(later, ['key']), undefined);
    });
  });
}
