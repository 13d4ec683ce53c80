import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { generate } from 'selfsigned';

import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { createRedisStore, type RedisStoreOptions } from '../../src/server/store/redis-store.js';
import { findFreePort } from '../support/child-process.js';
import { createLogEvents } from '../support/log-events.js';
import { startRedis, type RedisOptions, type RunningRedis } from '../support/redis.js';
import { SILENT } from '../support/silent.js';

const HOST = '127.0.0.1';
const MINUTE_MS = 60_000;

describe('a store', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  function open(url: string, options: RedisStoreOptions = {}): AvatarStore {
    const store = createRedisStore(url, { logger: SILENT, ...options });
    cleanUps.push(() => store.close());
    return store;
  }
  async function start(options?: RedisOptions): Promise<RunningRedis> {
    const redis = await startRedis(options);
    cleanUps.push(() => redis.close());
    return redis;
  }

  /** Uses a bit of everything. */
  async function use(store: AvatarStore): Promise<void> {
    const id = `session-${crypto.randomUUID()}`;
    const place = { id, groups: ['open:caller:anna', 'open:total'] };
    const wanted = place.groups.map((group) => ({ group, limit: 10 }));
    assert.deepEqual(await store.leases.acquire(id, MINUTE_MS, wanted), { counts: [1, 1] });
    await store.quotas.charge([
      { key: 'caller:anna', amount: 1, limit: 10, periodMs: MINUTE_MS },
      { key: 'total', amount: 1, limit: 10, periodMs: MINUTE_MS },
    ]);
    const session = { record: { id }, proofs: [], lastsMs: MINUTE_MS, notAfter: Infinity, keptMs: MINUTE_MS };
    await store.sessions.add(id, { ...session, deadlines: { pageMs: MINUTE_MS }, place });
    assert.equal((await store.sessions.beginTurn(id, { text: 'Hello' }))?.turn, 1);
    assert.deepEqual((await store.sessions.visit(id, 'trusted', {}))?.record, { id });
    assert.deepEqual((await store.sessions.claim(id, MINUTE_MS, 'lost'))?.record, { id });
    await store.sessions.forget(id, place);
    assert.equal(await store.leases.count('open:total'), 0);
    await store.ping();
  }

  it('speaks TLS with a Redis, and with none whose certificate nobody vouches for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    await writeFile(files.cert, cert);
    await writeFile(files.key, key);
    const port = await findFreePort(HOST);
    await start({
      args: [
        ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
        ...['--tls-cert-file', files.cert, '--tls-key-file', files.key],
      ],
    });
    await use(open(`rediss://localhost:${port}`, { tls: { ca: cert } }));
    const { lines, logger } = createLogEvents();
    await assert.rejects(open(`rediss://localhost:${port}`, { logger }).ping());
    assert.match(lines.all[0] ?? '', /^error The store cannot be used: .*SELF_SIGNED/s);
  });

  it('finds what it keeps on the node of a cluster that has it, by whichever it asks first', async () => {
    const nodes = await Promise.all([1, 2].map(() => start({ args: ['--cluster-enabled', 'yes'] })));
    const [one, other] = nodes as [RunningRedis, RunningRedis];
    await one.command('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
    await other.command('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
    await one.command('CLUSTER', 'MEET', HOST, String(other.port));
    for (const node of nodes) {
      while (!String(await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) await node.command('PING');
      await use(open(`redis+cluster://${HOST}:${node.port}`));
    }
    const keys = await Promise.all(nodes.map((node) => node.command('DBSIZE')));
    assert.equal(keys.filter((count) => Number(count) > 0).length, 1, 'all of it lies on one node');
  });

  it('is led by Sentinels from a primary that dies to its replica', { timeout: 60_000 }, async () => {
    const [primary, replica] = [await start(), await start()];
    await replica.command('REPLICAOF', HOST, String(primary.port));
    while (!String(await replica.command('INFO', 'replication')).includes('master_link_status:up'));
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const configuration = join(folder, 'sentinel.conf');
    await writeFile(
      configuration,
      [
        `monitor avatars ${HOST} ${primary.port} 1`,
        'down-after-milliseconds avatars 500',
        'failover-timeout avatars 5000',
      ]
        .map((line) => `sentinel ${line}\n`)
        .join(''),
    );
    const sentinel = await start({ configuration });
    while (!JSON.stringify(await sentinel.command('SENTINEL', 'REPLICAS', 'avatars')).includes(String(replica.port)));
    const store = open(`redis+sentinel://${HOST}:${sentinel.port}/avatars`);
    await use(store);
    await primary.crash();
    const isBack = (): Promise<boolean> =>
      store.ping().then(
        () => true,
        () => false,
      );
    while (!(await isBack())) await sleep(100);
    await use(store);
    assert.match(String(await replica.command('INFO', 'replication')), /role:master/);
  });
});
