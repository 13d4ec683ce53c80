import { randomUUID } from 'node:crypto';

import { median } from '../../support/median.js';
import { JsonClient, openDirectly, openThroughBackend, type ReachedSession } from './json-client.js';
import { milliseconds, percentile } from './numbers.js';
import { startBackendProcess, type RunningSimulator } from './processes.js';

/** Rounds that go by before times are taken: until then code is compiled. */
const WARM_UP_ROUNDS = 100;

/** Each of these in turn makes a round, with bodies as the browser's session sends them. */
const CALLS = {
  // The beginning of a sentence: the service takes it, and waits for the rest before it speaks. The interrupt drops it.
  'say-text': () => ({ text: 'Hello there, nice to see you', turnId: randomUUID(), isFinal: false }),
  interrupt: () => ({}),
  'keep-alive': () => ({}),
} satisfies Record<string, () => object>;

type Call = keyof typeof CALLS;
const CALL_NAMES = Object.keys(CALLS) as Call[];

/** Times of the same call by both ways, one after the other, in milliseconds. */
interface Pair {
  direct: number;
  backend: number;
}

const WAYS = ['direct', 'backend'] as const;

export interface OverheadOptions {
  simulator: RunningSimulator;
  store: string | undefined;
  pairs: number;
}

/** What a call costs more by way of the backend. */
export async function measureOverhead({ simulator, store, pairs }: OverheadOptions): Promise<void> {
  const { baseUrl } = simulator;
  const backend = await startBackendProcess({ baseUrl, store });
  // One connection each, so that both are warm in the same way.
  const clients = { direct: new JsonClient(1), backend: new JsonClient(1) };
  const sessions: Record<keyof Pair, ReachedSession> = {
    direct: await openDirectly(clients.direct, baseUrl),
    backend: await openThroughBackend(clients.backend, backend.endpoint),
  };
  const send = async (way: keyof Pair, call: Call): Promise<number> => {
    const { url, headers } = sessions[way];
    return (await clients[way].postOk(`${url}/${call}`, CALLS[call](), headers)).latencyMs;
  };

  const measured: Record<Call, Pair[]> = { 'say-text': [], interrupt: [], 'keep-alive': [] };
  for (let round = -WARM_UP_ROUNDS; round < pairs; round++) {
    const order = round % 2 === 0 ? WAYS : WAYS.toReversed();
    for (const call of CALL_NAMES) {
      const pair: Pair = { direct: NaN, backend: NaN };
      for (const way of order) pair[way] = await send(way, call);
      if (round >= 0) measured[call].push(pair);
    }
  }
  await clients.direct.postOk(`${sessions.direct.url}/end`, {}, sessions.direct.headers);
  await backend.close();
  for (const client of Object.values(clients)) client.close();

  console.log(`Overhead per call: ${pairs} pairs after ${WARM_UP_ROUNDS} to warm up, one call at a time`);
  console.log(
    '  direct: to the simulator, with the token. backend: to the backend, with its key; it relays to the same',
  );
  console.log(
    `  simulator. Two like sessions, a kept connection to each; ${store ? 'Redis' : 'memory'} store; loopback.`,
  );
  console.log('  Medians, with the 95th percentile in brackets; ratio and difference are medians over the pairs.');
  for (const call of CALL_NAMES) console.log(`  ${call.padEnd(10)}  ${describe(measured[call])}`);
}

function describe(pairs: readonly Pair[]): string {
  const column = (way: keyof Pair): string => {
    const times = pairs.map((pair) => pair[way]);
    return `${way} ${milliseconds(median(times))} (${milliseconds(percentile(95, times))})`;
  };
  const ratio = median(pairs.map(({ direct, backend }) => backend / direct));
  const difference = median(pairs.map(({ direct, backend }) => backend - direct));
  return [...WAYS.map(column), `ratio ${ratio.toFixed(2)}`, `adds ${milliseconds(difference)}`].join('   ');
}
