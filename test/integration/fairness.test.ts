import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { AvatarBackend } from '../../src/server/backend.js';
import { DEFAULT_LIMITS } from '../../src/server/sessions/limits.js';
import { ABUSERS, abuse, createBackend, emptyTally, Visitor, type Tally } from '../fairness/stand.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const ROUNDS = 12;

/** Of each kind so many come within a round. */
const AT_ONCE = 15;

for (const [name, open] of Object.entries(STORES)) {
  describe(`an honest visitor beside three kinds of abusers, with ${name}`, () => {
    let store: SharedStore;
    let backend: AvatarBackend;
    before(async () => {
      store = await open();
      backend = createBackend(store.ends[0]);
    });
    after(async () => {
      await backend.close({ endSessions: true });
      await store.close();
    });

    it('is refused nothing, while each of them is', async () => {
      const tallies = new Map<string, Tally>(Object.keys(ABUSERS).map((kind) => [kind, emptyTally()]));
      const visitor = new Visitor(backend, 'anna', '203.0.113.9');
      assert.ok(await visitor.open());
      for (let round = 0; round < ROUNDS; round++) {
        const floods = Object.entries(ABUSERS).flatMap(([kind, next]) =>
          Array.from({ length: AT_ONCE }, (_, index) =>
            abuse(new Visitor(backend, ...next(round * AT_ONCE + index), tallies.get(kind))),
          ),
        );
        assert.ok(await visitor.say('Good morning.'));
        assert.ok(await visitor.call('keep-alive'));
        await Promise.all(floods);
        // An honest visitor keeps to a visitor's own limit.
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      await visitor.call('end');
      assert.ok(await visitor.open(), 'another session');
      assert.equal(visitor.tally.refused, 0);
      for (const [kind, { refused }] of tallies) assert.ok(refused > 0, `${kind} was refused nothing`);
      // The rest of the places is for everybody else.
      const open = await backend.countSessions();
      const { perCaller, perAddress } = DEFAULT_LIMITS;
      assert.ok(open <= perCaller.sessions + 3 * perAddress.sessions + 1, `${open} sessions are open`);
    });
  });
}
