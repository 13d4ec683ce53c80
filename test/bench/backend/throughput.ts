import { randomUUID } from 'node:crypto';

import { median } from '../../support/median.js';
import type { RunningRedis } from '../../support/redis.js';
import { JsonClient, openDirectly, openThroughBackend, type ReachedSession } from './json-client.js';
import { startBackendProcess, startExpressProcess, startStubProcess, type RunningStub } from './processes.js';

/** Calls that are under way at the same time, and the sessions that they are for in turns. */
const AT_ONCE = 32;
const SESSIONS = 50;

const TEXT = 'Hello there, nice to see you';

/** Nothing answers there. */
const NOBODYS: ReachedSession = { url: 'http://127.0.0.1:1', headers: {} };

/** One way by which a text comes to the service. */
interface Way {
  name: string;
  /** Of the process that answers the calls. */
  processorMs: () => Promise<number>;
  sayText: (session: number) => Promise<unknown>;
  close: () => Promise<unknown>;
}

interface Round {
  callsPerSecond: number;
  processorMsPerCall: number;
}

export interface ThroughputOptions {
  redis: RunningRedis;
  rounds: number;
  /** In each round, by each way. */
  calls: number;
}

/** How many texts one core passes on: through the backend, through the documentation's sample, and straight to the service. */
export async function measureThroughput({ redis, rounds, calls }: ThroughputOptions): Promise<void> {
  const stub = await startStubProcess();
  const client = new JsonClient(AT_ONCE);
  const sample = await throughExpress(client, stub);
  const direct = await straight(client, stub);
  const ways = [
    await throughBackend('backend, memory store', client, stub, undefined),
    await throughBackend('backend, Redis store', client, stub, redis.url),
    sample,
    direct,
  ];
  const measured = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  // The first round compiles the code. The ways take turns, so that whatever else the machine does meets them all.
  for (let round = -1; round < rounds; round++) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const figures = await measureRound(way, calls);
      if (round >= 0) measured.get(way)?.push(figures);
    }
  }
  for (const way of ways) await way.close();
  client.close();
  await stub.close();

  const processorOf = (way: Way): number => medianOf(measured.get(way), 'processorMsPerCall');
  console.log(
    `say-text, ${AT_ONCE} at once in ${SESSIONS} sessions; medians of ${rounds} rounds of ${calls} calls each,`,
  );
  console.log('the ways in turns. Processor time is that of the one process that answers, all its threads together.\n');
  console.log(
    '| way | calls a processor second | ms of processor a call | to the sample | to the service | calls a second |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const way of ways) {
    const perCall = processorOf(way);
    const cells = [
      (1000 / perCall).toFixed(0),
      perCall.toFixed(3),
      `${(perCall / processorOf(sample)).toFixed(2)} ×`,
      `${(perCall / processorOf(direct)).toFixed(1)} ×`,
      medianOf(measured.get(way), 'callsPerSecond').toFixed(0),
    ];
    console.log(`| ${[way.name, ...cells].join(' | ')} |`);
  }
}

async function throughBackend(
  name: string,
  client: JsonClient,
  { baseUrl }: RunningStub,
  store: string | undefined,
): Promise<Way> {
  const backend = await startBackendProcess({ baseUrl, store });
  const sessions = await each(() => openThroughBackend(client, backend.endpoint));
  return {
    name,
    processorMs: () => backend.child.call('processorMs', undefined),
    sayText: (at) => {
      const { url, headers } = sessions[at] ?? NOBODYS;
      return client.postOk(`${url}/say-text`, { text: TEXT, turnId: randomUUID(), isFinal: true }, headers);
    },
    close: () => backend.close(),
  };
}

async function throughExpress(client: JsonClient, { baseUrl }: RunningStub): Promise<Way> {
  const sample = await startExpressProcess(baseUrl);
  const sessions = await each(
    async () => (await client.postOk(`${sample.url}/create-session`, { avatarId: 'maya' })).body,
  );
  return {
    name: 'the documentation’s Express sample',
    processorMs: () => sample.child.call('processorMs', undefined),
    sayText: (at) => client.postOk(`${sample.url}/say-text`, { ...sessions[at], text: TEXT }),
    close: () => sample.close(),
  };
}

/** The processor time is the service's own here, which is a stub that answers every call at once. */
async function straight(client: JsonClient, { baseUrl, child }: RunningStub): Promise<Way> {
  const sessions = await each(() => openDirectly(client, baseUrl));
  return {
    name: 'straight to the service, a stub',
    processorMs: () => child.call('processorMs', undefined),
    sayText: (at) => {
      const { url, headers } = sessions[at] ?? NOBODYS;
      return client.postOk(`${url}/say-text`, { text: TEXT, turnId: randomUUID(), isFinal: true }, headers);
    },
    close: () => Promise.resolve(),
  };
}

async function each<Session>(open: () => Promise<Session>): Promise<Session[]> {
  const sessions: Session[] = [];
  while (sessions.length < SESSIONS) sessions.push(await open());
  return sessions;
}

async function measureRound({ sayText, processorMs }: Way, calls: number): Promise<Round> {
  const [startedAt, processorBefore] = [performance.now(), await processorMs()];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < calls) await sayText(next++ % SESSIONS);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  return { callsPerSecond: calls / seconds, processorMsPerCall: ((await processorMs()) - processorBefore) / calls };
}

function medianOf(rounds: readonly Round[] = [], figure: keyof Round): number {
  return median(rounds.map((round) => round[figure]));
}
