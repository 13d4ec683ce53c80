import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { ConversationStore } from '../../src/server/store/conversation-store.js';
import type { Leases } from '../../src/server/store/leases.js';
import type { Deadlines, NewSession, SessionStore } from '../../src/server/store/session-store.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const MINUTE_MS = 60_000;

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
    const acquire = async (group: string, id: string, limit: number, leases = one): Promise<number | undefined> =>
      (await leases.acquire(id, MINUTE_MS, [{ group, limit }])).full;

    it('lets as many ids in as there is room for, however many come at once', async () => {
      const group = groupOf();
      const ids = Array.from({ length: 50 }, (_, index) => index);
      const full = await Promise.all(ids.map((id) => acquire(group, `id-${id}`, 10, id % 2 === 0 ? one : other)));
      assert.equal(full.filter((index) => index === undefined).length, 10);
      assert.equal(await other.count(group), 10);
    });

    it('makes room for another id when one is released, or its time is over', async () => {
      const group = groupOf();
      await acquire(group, 'a', 2);
      await store.elapse(MINUTE_MS / 2);
      await acquire(group, 'b', 2);
      assert.equal(await acquire(group, 'c', 2), 0);
      await other.release({ id: 'b', groups: [group] });
      assert.equal(await acquire(group, 'c', 2), undefined);
      await store.elapse(MINUTE_MS / 2 + 1);
      assert.equal(await other.count(group), 1);
      assert.deepEqual([await acquire(group, 'd', 2), await acquire(group, 'e', 2)], [undefined, 0]);
    });

    it('takes a place in all the groups, or in none, and tells which is full', async () => {
      const [free, taken] = [groupOf(), groupOf()];
      await acquire(taken, 'a', 1);
      const wanted = [
        { group: free, limit: 1 },
        { group: taken, limit: 1 },
      ];
      await store.elapse(MINUTE_MS / 4);
      const { full, freeInMs = 0 } = await other.acquire('b', MINUTE_MS, wanted);
      assert.equal(full, 1);
      assert.ok(Math.abs(freeInMs - (3 * MINUTE_MS) / 4) < MINUTE_MS / 6, `free in ${freeInMs} ms`);
      const none = [{ group: groupOf(), limit: 0 }];
      assert.deepEqual(await other.acquire('c', MINUTE_MS, none), { full: 0, freeInMs: undefined });
      assert.equal(await one.count(free), 0);
      await one.release({ id: 'a', groups: [taken] });
      assert.deepEqual(await other.acquire('b', MINUTE_MS, wanted), { counts: [1, 1] });
      assert.deepEqual([await one.count(free), await one.count(taken)], [1, 1]);
    });

    it('tells how many each group holds by now, without those whose time is over', async () => {
      const [small, large] = [groupOf(), groupOf()];
      await acquire(large, 'a', 9);
      await store.elapse(MINUTE_MS / 2);
      await acquire(large, 'b', 9);
      const wanted = [small, large].map((group) => ({ group, limit: 9 }));
      assert.deepEqual(await one.acquire('c', MINUTE_MS, wanted), { counts: [1, 3] });
      await store.elapse(MINUTE_MS / 2 + 1);
      assert.deepEqual(await other.acquire('d', MINUTE_MS, wanted), { counts: [2, 3] });
    });

    it('knows no limit where that is Infinity, and takes any text for a name', async () => {
      const group = `${groupOf()}:caller:ä "x" {y}\r\n*`;
      for (let id = 0; id < 30; id++) assert.equal(await acquire(group, `id-${id}`, Infinity), undefined);
      assert.equal(await other.count(group), 30);
    });
  });

  describe(`the sessions of ${name}`, () => {
    let store: SharedStore;
    let one: SessionStore;
    let other: SessionStore;
    before(async () => {
      store = await open();
      [one, other] = store.ends.map(({ sessions }) => sessions) as [SessionStore, SessionStore];
    });
    after(() => store.close());

    /** Heard of within a minute, spoken to within two, and over after three. */
    async function add(changes: Partial<NewSession> = {}): Promise<string> {
      const id = `session-${crypto.randomUUID()}`;
      await one.add(id, {
        record: { id, text: 'ä' },
        proofs: ['its key', 'its token'],
        lastsMs: 3 * MINUTE_MS,
        notAfter: Infinity,
        keptMs: MINUTE_MS,
        deadlines: { pageMs: MINUTE_MS, idleMs: 2 * MINUTE_MS },
        place: { id, groups: [`group of ${id}`] },
        ...changes,
      });
      return id;
    }
    const isDue = async (id: string): Promise<boolean> => (await other.due()).includes(id);

    it('are found by all, with what was told of them and the time that they have', async () => {
      const id = await add();
      const found = await other.visit(id, [], {});
      assert.deepEqual([found?.record, found?.turn], [{ id, text: 'ä' }, 0]);
      assert.ok(found && found.endsInMs > 2.9 * MINUTE_MS && found.endsInMs <= 3 * MINUTE_MS);
      assert.equal(await other.visit('another', 'trusted', {}), undefined);
    });

    it('end with their token, where that ends before', async () => {
      const now = Date.now();
      const id = await add({ notAfter: now + MINUTE_MS });
      const found = await one.visit(id, [], {});
      assert.ok(found && found.endsInMs <= MINUTE_MS);
    });

    const DUE: [string, number, Deadlines][] = [
      ['absent', 1, {}],
      ['idle', 2, { pageMs: 10 * MINUTE_MS }],
      ['too-long', 3, { pageMs: 10 * MINUTE_MS, idleMs: 10 * MINUTE_MS }],
    ];
    for (const [reason, minutes, heardOf] of DUE) {
      it(`are due when they are ${reason}, not before, and claimed for that`, async () => {
        const id = await add();
        await other.visit(id, 'trusted', heardOf);
        await store.elapse(minutes * MINUTE_MS - 2000);
        assert.deepEqual([await isDue(id), await other.claim(id, MINUTE_MS)], [false, undefined]);
        await store.elapse(2001);
        assert.equal(await isDue(id), true);
        const claimed = await other.claim(id, MINUTE_MS);
        assert.deepEqual([claimed?.reason, claimed?.record], [reason, { id, text: 'ä' }]);
      });
    }

    it('are put off by who proves whose they are alone', async () => {
      const id = await add();
      await store.elapse(MINUTE_MS / 2);
      await other.visit(id, ['a guess'], { pageMs: MINUTE_MS });
      await store.elapse(MINUTE_MS / 2 + 1);
      assert.equal(await isDue(id), true);
      await other.visit(id, ['a guess', 'its token'], { pageMs: MINUTE_MS });
      assert.equal(await isDue(id), false);
    });

    it('without deadlines are due when they are over, whoever is heard of', async () => {
      const id = await add({ deadlines: {} });
      await other.visit(id, 'trusted', { pageMs: 1, idleMs: 1 });
      await store.elapse(2.9 * MINUTE_MS);
      assert.equal(await isDue(id), false);
      await store.elapse(0.1 * MINUTE_MS + 1);
      assert.equal((await other.claim(id, MINUTE_MS))?.reason, 'too-long');
    });

    it('are claimed by one alone, however many try, and are not found meanwhile', async () => {
      const id = await add();
      const claims = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : other).claim(id, MINUTE_MS, `reason ${index}`),
      );
      assert.equal((await Promise.all(claims)).filter((claim) => claim !== undefined).length, 1);
      assert.equal(await other.visit(id, 'trusted', {}), undefined);
      assert.equal(await other.enterTurn(id), undefined);
      assert.equal(await other.beginTurn(id, { text: 'Hello' }), undefined);
    });

    it('are claimed again, for the same reason, when whoever did has not ended them in time', async () => {
      const id = await add();
      await one.claim(id, MINUTE_MS, 'first');
      await store.elapse(MINUTE_MS - 2000);
      assert.deepEqual([await isDue(id), await other.claim(id, MINUTE_MS, 'second')], [false, undefined]);
      await store.elapse(2001);
      assert.equal(await isDue(id), true);
      assert.equal((await other.claim(id, MINUTE_MS, 'second'))?.reason, 'first');
      assert.equal(await one.claim(id, MINUTE_MS), undefined);
    });

    it('are listed all, or those that are due, the longest first', async () => {
      const late = await add();
      await store.elapse(1000);
      const later = await add();
      assert.deepEqual(
        (await other.due('all')).filter((id) => [late, later].includes(id)),
        [late, later],
      );
      await store.elapse(MINUTE_MS - 500);
      assert.deepEqual([await isDue(late), await isDue(later)], [true, false]);
    });

    it('keep their place until they are forgotten, and not after they are over', async () => {
      const [ended, gone] = [await add(), await add()];
      const places = (id: string): Promise<number> => store.ends[1].leases.count(`group of ${id}`);
      await store.elapse(2 * MINUTE_MS);
      assert.deepEqual([await places(ended), await places(gone)], [1, 1]);
      await other.forget(ended, { id: ended, groups: [`group of ${ended}`] });
      assert.equal(await places(ended), 0);
      assert.equal(await one.visit(ended, 'trusted', {}), undefined);
      assert.equal(await isDue(ended), false);
      await store.elapse(MINUTE_MS + 1);
      assert.equal(await places(gone), 0);
    });

    it('are dropped some time after they are over, though nobody ends them', async () => {
      const id = await add();
      await store.elapse(4 * MINUTE_MS + 1);
      assert.equal(await one.visit(id, 'trusted', {}), undefined);
      assert.equal(await one.claim(id, MINUTE_MS), undefined);
      assert.equal(await isDue(id), false);
    });

    it('count their turns, and tell whether something was being said in the last', async () => {
      const id = await add();
      assert.equal(await one.enterTurn(id), 0);
      const first = await other.beginTurn(id);
      assert.deepEqual(first, { turn: 1, wasSpeaking: true, history: [] });
      await one.leaveTurn(id, 0);
      assert.deepEqual([(await one.beginTurn(id))?.turn, (await other.visit(id, [], {}))?.turn], [2, 2]);
      await one.enterTurn(id);
      await other.enterTurn(id);
      await one.leaveTurn(id, 2);
      assert.equal((await one.beginTurn(id, { text: 'Hello' }))?.wasSpeaking, true, 'one of two was still speaking');
      await other.leaveTurn(id, 3);
      assert.equal((await one.beginTurn(id))?.wasSpeaking, false);
    });

    it('know which of what is said waits for more text, of many the newest', async () => {
      const id = await add();
      const open = async (): Promise<unknown> => (await other.visit(id, [], {}))?.openTurns;
      for (const turnId of ['ä "1"', '2', '2', '3']) await one.setTurnOpen(id, turnId, true);
      await other.setTurnOpen(id, '2', false);
      assert.deepEqual(await open(), ['ä "1"', '3']);
      for (const turnId of ['4', '5', '6', '7']) await one.setTurnOpen(id, turnId, true);
      assert.deepEqual(await open(), ['3', '4', '5', '6', '7']);
      for (const turnId of ['3', '4', '5', '6', '7', 'another']) await one.setTurnOpen(id, turnId, false);
      assert.deepEqual(await open(), []);
      await one.setTurnOpen('none', '1', true);
      assert.equal(await one.visit('none', 'trusted', {}), undefined);
    });

    it('keep notes, and tell how old they are', async () => {
      const id = await add();
      assert.equal(await one.noted(id, 'a'), undefined);
      await one.note(id, 'a', [{ text: 'ä' }]);
      await store.elapse(MINUTE_MS);
      const noted = await other.noted(id, 'a');
      assert.deepEqual(noted?.value, [{ text: 'ä' }]);
      assert.ok(noted.ageMs >= MINUTE_MS && noted.ageMs < 1.5 * MINUTE_MS);
      assert.equal(await other.noted(id, 'b'), undefined);
      await other.note(id, 'a', undefined);
      assert.equal(await one.noted(id, 'a'), undefined);
      await one.note('none', 'a', 1);
      assert.equal(await one.noted('none', 'a'), undefined);
    });

    it('keep what was said in order, whichever answer comes first', async () => {
      const id = await add();
      const ask = async (text: string, end: SessionStore): Promise<{ turn: number; history: unknown }> => {
        const begun = await end.beginTurn(id, { text });
        assert.ok(begun);
        return begun;
      };
      const first = await ask('1?', one);
      const second = await ask('2?', other);
      assert.deepEqual([first.history, second.history], [[], [{ text: '1?' }]]);
      await other.leaveTurn(id, second.turn, { text: '2!' });
      await one.leaveTurn(id, first.turn, { text: '1!' });
      const said = ['1?', '1!', '2?', '2!'].map((text) => ({ text }));
      assert.deepEqual((await ask('3?', one)).history, said);
    });

    it('keep the last messages alone, which go with the session', async () => {
      const id = await add();
      for (let count = 1; count <= 50; count++) {
        const turn = (await one.beginTurn(id, { text: `${count}?` }))?.turn ?? 0;
        await one.leaveTurn(id, turn, { text: `${count}!` });
      }
      const history = (await other.beginTurn(id, { text: 'and?' }))?.history ?? [];
      assert.deepEqual([history.length, history[0], history.at(-1)], [40, { text: '31?' }, { text: '50!' }]);
      await other.forget(id);
      await one.leaveTurn(id, 51, { text: 'too late' });
      assert.equal(await one.beginTurn(id), undefined);
      await one.add(id, {
        ...{ record: {}, proofs: [], lastsMs: MINUTE_MS, notAfter: Infinity, keptMs: 0, deadlines: {} },
        place: { id, groups: [] },
      });
      assert.deepEqual((await one.beginTurn(id, { text: 'Hello' }))?.history, []);
    });
  });

  describe(`the conversations of ${name}`, () => {
    let store: SharedStore;
    let one: ConversationStore;
    let other: ConversationStore;
    before(async () => {
      store = await open();
      [one, other] = store.ends.map(({ conversations }) => conversations) as [ConversationStore, ConversationStore];
    });
    after(() => store.close());

    const newId = (): string => `conversation-${crypto.randomUUID()}`;
    const terms = { owner: '', caller: undefined, keptMs: MINUTE_MS };

    it('go on wherever they are asked, in order, whichever answer comes first', async () => {
      const id = newId();
      assert.deepEqual(await one.ask(id, { text: 'ä?' }, terms), { turn: 1, history: [] });
      assert.equal((await other.ask(id, { text: '2?' }, terms))?.turn, 2);
      await other.answer(id, 2, { text: '2!' });
      await one.answer(id, 1, { text: 'ä!' });
      const said = ['ä?', 'ä!', '2?', '2!'].map((text) => ({ text }));
      assert.deepEqual(await one.ask(id, { text: '3?' }, terms), { turn: 3, history: said });
    });

    it('keep the last messages alone, and expire so long after the last', async () => {
      const id = newId();
      for (let count = 1; count <= 50; count++) {
        await one.ask(id, { text: `${count}?` }, terms);
        await one.answer(id, count, { text: `${count}!` });
      }
      await store.elapse(MINUTE_MS - 2000);
      const history = (await other.ask(id, { text: 'and?' }, terms))?.history ?? [];
      assert.deepEqual([history.length, history[0], history.at(-1)], [40, { text: '31?' }, { text: '50!' }]);
      await store.elapse(MINUTE_MS - 2000);
      assert.equal((await one.ask(id, { text: 'still?' }, terms))?.turn, 52);
      await store.elapse(MINUTE_MS + 1);
      await one.answer(id, 52, { text: 'too late' });
      assert.deepEqual(await other.ask(id, { text: 'Hello' }, terms), { turn: 1, history: [] });
    });

    it('are for the one alone with whom they began', async () => {
      const id = newId();
      await one.ask(id, { text: '1?' }, { ...terms, owner: 'anna' });
      for (const owner of ['', 'berta']) {
        assert.equal(await other.ask(id, { text: 'What did she say?' }, { ...terms, owner }), undefined);
        assert.equal(await other.forget(id, owner), false);
      }
      assert.equal((await other.ask(id, { text: '2?' }, { ...terms, owner: 'anna' }))?.history.length, 1);
      assert.equal(await other.forget(id, 'anna'), true);
      assert.equal(await one.forget(id), false);
    });

    it('are forgotten one by one, or all of a caller’s', async () => {
      const [first, second, third] = [newId(), newId(), newId()];
      for (const id of [first, second]) await one.ask(id, { text: '?' }, { ...terms, caller: 'anna ä:*' });
      await one.ask(third, { text: '?' }, { ...terms, caller: 'berta' });
      assert.equal(await other.forget(first), true);
      assert.equal(await other.forgetOf('anna ä:*'), 1);
      assert.equal(await one.forgetOf('anna ä:*'), 0);
      const turns = await Promise.all([first, second, third].map((id) => one.ask(id, { text: '?' }, terms)));
      assert.deepEqual(
        turns.map((asked) => asked?.turn),
        [1, 1, 2],
      );
    });

    it('let a message be taken back, with what was answered to it', async () => {
      const id = newId();
      await one.ask(id, { text: '1?' }, terms);
      await one.answer(id, 1, { text: '1!' });
      await other.ask(id, { text: '2?' }, terms);
      await other.answer(id, 2, { text: '2!' });
      await one.takeBack(id, 2);
      const said = [{ text: '1?' }, { text: '1!' }];
      assert.deepEqual(await other.ask(id, { text: '2?' }, terms), { turn: 3, history: said });
    });

    it('keep notes, which go with them', async () => {
      const id = newId();
      await one.note(id, 'a', 1);
      assert.equal(await one.noted(id, 'a'), undefined);
      await one.ask(id, { text: '?' }, terms);
      await one.note(id, 'a', { text: 'ä' });
      assert.deepEqual((await other.noted(id, 'a'))?.value, { text: 'ä' });
      await other.note(id, 'a', undefined);
      assert.equal(await one.noted(id, 'a'), undefined);
      await one.note(id, 'b', 2);
      await other.forget(id);
      assert.equal(await one.noted(id, 'b'), undefined);
    });
  });
}
