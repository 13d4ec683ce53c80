import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';

import { createClient } from '@redis/client';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { asBrowser, ENDPOINT, EXAMPLE_ORIGIN, jsonRequest, SECRET_KS } from '../support/backend-harness.js';
import { createLogEvents } from '../support/log-events.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';

const PASSWORD = 'sw0rdfish/with:odd@characters';

/** How long what is refused at once may take on a busy machine, in milliseconds. */
const AT_ONCE_MS = 1500;

describe('the Redis store', () => {
  let redis: RunningRedis;
  const stores: AvatarStore[] = [];
  const open = (url = redis.url): AvatarStore => {
    const store = createRedisStore(url, { logger: SILENT });
    stores.push(store);
    return store;
  };
  before(async () => {
    redis = await startRedis();
  });
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));
  after(() => redis.close());

  it('waits for its first connection, whatever is asked of it first', async () => {
    await Promise.all([
      open().ping(),
      open().leases.count('group'),
      open().sessions.due(),
      open().quotas.charge([{ key: 'first', amount: 1, limit: 1, periodMs: 1000 }]),
    ]);
  });

  it('starts without a Redis, and uses it once it is there', async () => {
    const { lines, logger } = createLogEvents();
    await redis.stop();
    const store = createRedisStore(redis.url, { logger });
    stores.push(store);
    await assert.rejects(store.ping());
    await assert.rejects(store.sessions.due());
    await redis.start();
    await lines.next((line) => line.startsWith('info The store is back'));
    await store.ping();
    assert.equal(lines.all.length, 2, 'an outage is told once, however many tries fail');
    assert.match(lines.all[0] ?? '', /^error The store cannot be used: check AVATAR_STORE .*ECONNREFUSED/s);
  });

  it('opens no connection any more once it is closed, and may be closed twice', async () => {
    const watcher = await createClient({ url: redis.url }).connect();
    const connections = async (): Promise<unknown> =>
      /total_connections_received:\d+/.exec(await watcher.info('stats'))?.[0];
    const store = open();
    await store.ping();
    const before = await connections();
    await store.close();
    await store.close();
    await assert.rejects(store.leases.count('group'));
    await assert.rejects(store.sessions.due());
    await assert.rejects(store.ping());
    assert.equal(await connections(), before);
    await watcher.close();
  });

  it('takes writes again from who becomes a primary, and says meanwhile why it takes none', async () => {
    const { lines, logger } = createLogEvents();
    const store = createRedisStore(redis.url, { logger });
    stores.push(store);
    await store.ping();
    // Its primary answers nothing, but whoever follows one takes no writes.
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    await assert.rejects(store.ping(), { code: 'READONLY' });
    await assert.rejects(store.leases.acquire('a', 1000, [{ group: 'group', limit: 1 }]), { code: 'READONLY' });
    await redis.command('REPLICAOF', 'NO', 'ONE');
    await lines.next((line) => line.startsWith('info The store is back'));
    await store.ping();
    assert.equal(lines.all.length, 2);
    assert.match(lines.all[0] ?? '', /^error The store cannot be used: check AVATAR_STORE .*READONLY/s);
  });

  it('gives up a connection that comes about after it was closed', { timeout: 10_000 }, async () => {
    const standIn = createServer().listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const connected = once(standIn, 'connection') as Promise<[Socket]>;
    await open(`redis://127.0.0.1:${(standIn.address() as AddressInfo).port}`).close();
    const [socket] = await connected;
    // All commands of the client's greeting succeed.
    socket.on('data', () => socket.write('+OK\r\n'.repeat(4))).on('error', () => undefined);
    await once(socket, 'close');
    standIn.close();
  });

  it('refuses what is not the URL of a Redis, without a word of its password', () => {
    const wrong = [
      `http://:${encodeURIComponent(PASSWORD)}@localhost`,
      `redis://:${encodeURIComponent(PASSWORD)}@localhost/not-a-number`,
      `redis://:${PASSWORD}%@localhost`,
      'localhost:6379',
      '',
    ];
    for (const url of wrong) {
      assert.throws(
        () => open(url),
        (error: unknown) => {
          assert.ok(error instanceof Error);
          assert.equal((error as { code?: unknown }).code, 'INVALID_CONFIGURATION', url);
          assert.doesNotMatch(`${error.stack ?? ''} ${String(error.cause)}`, /sw0rdfish/);
          return true;
        },
      );
    }
  });
});

describe('a backend on a Redis', () => {
  let redis: RunningRedis;
  let service: ScriptedService;
  let backend: AvatarBackend;
  const { lines, logger } = createLogEvents();

  function start(url = redis.url): void {
    const shared = createAvatarBackend({
      ks: SECRET_KS,
      baseUrl: service.url,
      defaults: { avatarId: 'avatar-1' },
      store: createRedisStore(url, { logger }),
      identify: () => 'anna',
      limits: { perCaller: { sessions: 100 } },
      logger,
    });
    backend = asBrowser(shared);
  }
  const create = (): Promise<Response> => backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
  const keepAlive = (): Promise<Response> => backend.fetch(jsonRequest(`${ENDPOINT}/session-1/keep-alive`));
  const get = (path: string): Promise<Response> => backend.fetch(new Request(EXAMPLE_ORIGIN + path));

  before(async () => {
    redis = await startRedis({ password: PASSWORD });
    service = await startScriptedService('a-token');
  });
  afterEach(() => backend.close());
  after(async () => {
    await service.close();
    await redis.close();
  });

  it('serves the first request that comes, however soon', async () => {
    start();
    assert.equal((await create()).status, 200);
  });

  it('refuses requests when Redis says nothing any more, the first after 5 s and then at once, and recovers', async () => {
    start();
    assert.equal((await create()).status, 200);
    redis.freeze();
    const from = lines.all.length;
    const askedAt = performance.now();
    for (const answer of await Promise.all([keepAlive(), create()])) assert.equal(answer.status, 503);
    const refusedAt = performance.now();
    assert.ok(refusedAt - askedAt < 5000 + AT_ONCE_MS);
    assert.deepEqual([(await keepAlive()).status, (await get('/ready')).status], [503, 503]);
    assert.equal((await get('/health')).status, 200);
    assert.ok(performance.now() - refusedAt < AT_ONCE_MS);
    redis.thaw();
    await lines.next((line) => line.startsWith('info The store is back'), { from });
    assert.deepEqual([(await keepAlive()).status, (await get('/ready')).status], [200, 200]);
  });

  it('refuses requests at once where the password is wrong, or missing', async () => {
    const wrong = redis.url.replace('@', 'x@');
    const missing = redis.url.replace(/:[^:]+@/, '');
    for (const [url, reason] of [
      [wrong, /cannot be used.*WRONGPASS/s],
      [missing, /cannot be used.*NOAUTH/s],
    ] as const) {
      const from = lines.all.length;
      start(url);
      const startedAt = performance.now();
      assert.deepEqual([(await create()).status, (await get('/ready')).status], [503, 503]);
      assert.ok(performance.now() - startedAt < AT_ONCE_MS);
      await lines.next((line) => reason.test(line), { from });
      await backend.close();
    }
  });

  it('has written no password into its log, nor into an answer', async () => {
    start();
    await redis.stop();
    const answers = await Promise.all(
      [create(), keepAlive(), get('/ready'), get('/health')].map(async (answer) => (await answer).text()),
    );
    await redis.start();
    assert.ok(lines.all.some((line) => line.startsWith('error')));
    assert.doesNotMatch([...lines.all, ...answers].join('\n'), /sw0rdfish/);
  });
});
