import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

import type { RunningRedis } from '../../support/redis.js';
import { JsonClient, openThroughBackend } from './json-client.js';
import { startBackendProcess, startStubProcess } from './processes.js';

const CALLS = ['say-text', 'interrupt', 'keep-alive'] as const;

/** Of each kind, one at a time. */
const TIMES = 200;

/** Passes everything on to Redis, and counts how often it is asked anew after it has answered. */
interface Tap {
  url: string;
  roundTrips(): number;
  close(): void;
}

/** What each call asks of Redis; prints a table. */
export async function measureRedisTraffic(redis: RunningRedis): Promise<void> {
  const tap = await tapInto(redis.port);
  const stub = await startStubProcess();
  const backend = await startBackendProcess({ baseUrl: stub.baseUrl, store: tap.url });
  const client = new JsonClient(1);
  const { url, headers } = await openThroughBackend(client, backend.endpoint);
  const call = async (name: string): Promise<void> => {
    await client.postOk(`${url}/${name}`, name === 'say-text' ? { text: 'Hello there, nice to see you' } : {}, headers);
  };

  console.log(`\nRedis, one call at a time, ${TIMES} of each\n`);
  console.log('| call | scripts sent | round trips | commands within the scripts |');
  console.log('| --- | ---: | ---: | ---: |');
  for (const name of CALLS) {
    await call(name); // What is asked once for each session, or each script.
    const [before, tripsBefore] = [await commandsOf(redis), tap.roundTrips()];
    for (let times = 0; times < TIMES; times++) await call(name);
    const [after, trips] = [await commandsOf(redis), tap.roundTrips() - tripsBefore];
    const perCall = (count: number): string => (count / TIMES).toFixed(2);
    const cells = [after.scripts - before.scripts, trips, after.within - before.within].map(perCall);
    console.log(`| ${[name, ...cells].join(' | ')} |`);
  }
  client.close();
  await backend.close();
  await stub.close();
  tap.close();
}

async function tapInto(port: number): Promise<Tap> {
  let roundTrips = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isAnswered = true;
    for (const socket of [client, upstream]) socket.setNoDelay().on('error', () => undefined);
    client.on('data', (part) => {
      if (isAnswered) roundTrips += 1;
      isAnswered = false;
      upstream.write(part);
    });
    upstream.on('data', (part) => {
      isAnswered = true;
      client.write(part);
    });
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return { url: `redis://127.0.0.1:${own}`, roundTrips: () => roundTrips, close: () => server.close() };
}

/** How many scripts Redis has run so far, and how many commands they have called. */
async function commandsOf(redis: RunningRedis): Promise<{ scripts: number; within: number }> {
  const stats = String(await redis.command('INFO', 'commandstats'));
  const counts = new Map(
    [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = '', calls]) => [name, Number(calls)]),
  );
  let within = 0;
  for (const [name, calls] of counts) {
    if (!/^(?:eval|evalsha|script.*|info|ping|hello|client.*|config.*|command.*|select|auth)$/.test(name))
      within += calls;
  }
  return { scripts: (counts.get('evalsha') ?? 0) + (counts.get('eval') ?? 0), within };
}
