import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createMemorySessionStore, type SessionStore, type StoredSession } from '../../src/server/session-store.js';

const START = 1_000_000;

function session(token: string, livesMs: number): StoredSession {
  return { token, createdAt: START, forgetAt: START + livesMs };
}

async function idsOf(store: SessionStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const [sessionId] of store.entries()) ids.push(sessionId);
  return ids;
}

describe('the session store in memory', () => {
  it('gives back what was put in', async () => {
    const store = createMemorySessionStore({ now: () => START });
    await store.set('one', session('token-1', 1000));
    assert.deepEqual(await store.get('one'), session('token-1', 1000));
    assert.equal(await store.get('two'), undefined);
  });

  it('forgets a session when its time has come', async () => {
    let now = START;
    const store = createMemorySessionStore({ now: () => now });
    await store.set('brief', session('token-1', 1000));
    await store.set('long', session('token-2', 5000));
    now += 999;
    assert.deepEqual(await idsOf(store), ['brief', 'long']);
    now += 1;
    assert.equal(await store.get('brief'), undefined);
    assert.deepEqual(await idsOf(store), ['long']);
  });

  it('keeps a session longer that is set again', async () => {
    let now = START;
    const store = createMemorySessionStore({ now: () => now });
    await store.set('one', session('token-1', 1000));
    await store.set('one', session('token-1', 3000));
    now += 2000;
    assert.equal((await store.get('one'))?.token, 'token-1');
  });

  it('tells by delete whether the session was there', async () => {
    let now = START;
    const store = createMemorySessionStore({ now: () => now });
    await store.set('one', session('token-1', 1000));
    await store.set('over', session('token-2', 500));
    now += 700;
    assert.equal(await store.delete('one'), true);
    assert.equal(await store.delete('one'), false);
    assert.equal(await store.delete('over'), false);
    assert.deepEqual(await idsOf(store), []);
  });

  it('lets sessions be deleted while it is walked', async () => {
    const store = createMemorySessionStore({ now: () => START });
    for (const id of ['one', 'two', 'three']) await store.set(id, session(id, 1000));
    const seen: string[] = [];
    for await (const [sessionId] of store.entries()) {
      seen.push(sessionId);
      await store.delete('two');
    }
    assert.deepEqual(seen, ['one', 'three']);
  });
});
