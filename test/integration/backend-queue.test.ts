import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { createLogJournal, ENDPOINT, jsonRequest, SECRET_KS, SessionKeys } from '../support/backend-harness.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

const QUEUE = ENDPOINT.replace(/session$/, 'queue');

interface Answer {
  status: number;
  retryAfter: number;
  body: Record<string, unknown> & { ticket?: string };
}

let service: ScriptedService;
let log: string[];
let opened = 0;
const keys = new SessionKeys();

function createBackend(options: Partial<AvatarBackendOptions>): AvatarBackend {
  const { lines, logger } = createLogJournal();
  log = lines;
  return createAvatarBackend({
    ...{ ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, logger },
    ...{ queue: true, limits: { total: { sessions: 1 } } },
    ...options,
  });
}

async function post(backend: AvatarBackend, url: string, body: object = {}, name = 'anna'): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'X-Name': name, ...keys.headersFor(url) };
  const response = await backend.fetch(jsonRequest(url, body, { headers }));
  await keys.learn(response);
  return {
    status: response.status,
    retryAfter: Number(response.headers.get('Retry-After')),
    body: (await response.json()) as Answer['body'],
  };
}
const open = (backend: AvatarBackend, ticket?: string, name?: string): Promise<Answer> => {
  const sessionId = `session-${++opened}`;
  service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } });
  return post(backend, ENDPOINT, { ticket }, name);
};
const end = (backend: AvatarBackend, { body }: Answer): Promise<Answer> =>
  post(backend, `${ENDPOINT}/${String(body['sessionId'])}/end`);

before(async () => (service = await startScriptedService('a token')));
after(() => service.close());

for (const [name, openStore] of Object.entries(STORES)) {
  describe(`visitors of two backends with ${name}`, () => {
    let store: SharedStore;
    let one: AvatarBackend;
    let other: AvatarBackend;
    before(async () => {
      store = await openStore();
      [one, other] = store.ends.map((end) => createBackend({ store: end })) as [AvatarBackend, AvatarBackend];
    });
    after(async () => {
      await Promise.all([one.close(), other.close()]);
      await store.close();
    });

    it('wait in turn: who leaves makes room for the first of them, whoever asks in between', async () => {
      const first = await open(one);
      assert.equal(first.status, 200);
      const { status, retryAfter, body } = await open(other);
      assert.deepEqual([status, retryAfter, body['code'], body['queue']], [429, 30, 'CAPACITY', { length: 0 }]);
      const [b, c] = [await post(other, QUEUE), await post(one, QUEUE)];
      assert.deepEqual([b.body['place'], c.body['place'], b.body['heldSeconds']], [1, 2, undefined]);
      assert.ok(b.retryAfter >= 3 && b.retryAfter <= 4 && c.retryAfter >= 4, 'who is next asks more often');
      assert.match(b.body.ticket ?? '', /^[\w-]{43}$/);

      assert.equal((await end(one, first)).status, 200);
      for (const early of [await open(one), await open(other, c.body.ticket)]) {
        const { code, queue, freeInSeconds } = early.body;
        assert.deepEqual([early.status, code, queue, freeInSeconds], [429, 'CAPACITY', { length: 2 }, undefined]);
      }
      const turn = await post(one, QUEUE, { ticket: b.body.ticket });
      assert.deepEqual([turn.status, turn.body], [200, { success: true, place: 1, heldSeconds: 60 }]);
      const second = await open(one, b.body.ticket);
      assert.equal(second.status, 200);
      assert.equal((await post(other, QUEUE, { ticket: b.body.ticket })).status, 410);
      assert.equal((await post(other, QUEUE, { ticket: c.body.ticket })).body['place'], 1);
      assert.equal((await post(one, `${QUEUE}/leave`, { ticket: c.body.ticket })).status, 200);
      await end(other, second);
      const last = await open(other);
      assert.equal(last.status, 200, 'nobody waits any more');
      await end(one, last);
      assert.ok(!log.join('\n').includes(b.body.ticket ?? ''), 'a ticket is in no log');
    });

    it('stand where they stood where their session could not be opened', async () => {
      const first = await open(one);
      const { ticket } = (await post(one, QUEUE)).body;
      await post(one, QUEUE);
      await end(one, first);
      service.answers.set('create', { status: 429 });
      assert.equal((await post(other, ENDPOINT, { ticket })).body['code'], 'CAPACITY');
      const again = await post(one, QUEUE, { ticket });
      assert.equal(again.body['place'], 1);
      assert.ok(Number(again.body['heldSeconds']) > 50, 'it is their turn still');
      assert.equal((await open(one, ticket)).status, 200);
    });
  });
}

describe('the queue of a backend', () => {
  let backend: AvatarBackend;
  beforeEach(() => {
    backend = createBackend({
      identify: ({ headers }) => headers.get('X-Name') ?? undefined,
      ...{ store: createMemoryStore(), queue: { length: 3 } },
      limits: { total: { sessions: 1 }, perCaller: { sessions: 2 } },
    });
  });
  afterEach(() => backend.close());

  it('is not there where the operator wants none', async () => {
    const none = createBackend({ queue: false });
    await open(none);
    assert.equal((await open(none)).body['queue'], undefined);
    assert.equal((await post(none, QUEUE)).status, 404);
    await none.close();
  });

  it('lets nobody wait for more than they may open, nor more than it has room for', async () => {
    const places = [];
    for (const name of ['anna', 'anna', 'anna', 'ben', 'carl'])
      places.push((await post(backend, QUEUE, {}, name)).body['place'] ?? 'CAPACITY');
    assert.deepEqual(places, [1, 2, 'CAPACITY', 3, 'CAPACITY']);
    const { status, retryAfter, body } = await post(backend, QUEUE, {}, 'dora');
    assert.deepEqual([status, retryAfter, body['code']], [429, 30, 'CAPACITY']);
  });

  it('knows a ticket as that of whoever drew it, where the operator knows them', async () => {
    const { ticket } = (await post(backend, QUEUE)).body;
    assert.equal((await post(backend, QUEUE, { ticket }, 'ben')).status, 410);
    await post(backend, `${QUEUE}/leave`, { ticket }, 'ben');
    assert.equal((await open(backend, ticket, 'ben')).body['code'], 'CAPACITY');
    assert.equal((await post(backend, QUEUE, { ticket })).body['place'], 1);
    assert.equal((await open(backend, ticket)).status, 200);
  });

  it('says what is wrong with a request', async () => {
    for (const url of [QUEUE, `${QUEUE}/leave`, ENDPOINT]) {
      const { status, body } = await post(backend, url, { ticket: 'ticket-1' });
      assert.deepEqual([status, body['error']], [400, 'The request: ticket should be as it was given by …/queue.']);
    }
    assert.equal((await post(backend, `${QUEUE}/leave`)).status, 400);
    assert.equal((await backend.fetch(new Request(QUEUE))).status, 405);
    assert.equal((await post(backend, QUEUE, { ticket: 'x'.repeat(43) })).body['code'], 'SESSION_GONE');
  });
});
