import { setTimeout as sleep } from 'node:timers/promises';

import { median } from '../../support/median.js';
import { JsonClient, openThroughBackend, type ReachedSession } from './json-client.js';
import { megabytes, milliseconds, percentile } from './numbers.js';
import { startBackendProcess, startStubProcess, type RunningBackend } from './processes.js';

/** How often pages keep their sessions alive, in milliseconds. */
const KEEP_ALIVE_EVERY_MS = 10_000;

/** How often it is measured what a sweep takes, in milliseconds: as often as the backend sweeps by itself. */
const SWEEP_EVERY_MS = 15_000;

/** Those of the proxy between the pages and the backend. */
const CONNECTIONS = 64;

/** Sessions that are being opened, or ended, at the same time. */
const AT_ONCE = 10;

/** Sessions that come and go first, with their calls: what is compiled and loaded once is not what a session costs. */
const WARM_UP_SESSIONS = 100;
const WARM_UP_CALLS = [...Array.from({ length: 10 }, () => 'keep-alive'), 'end'];

export interface HeldSessionsOptions {
  /** `redis://…`; undefined keeps everything in the process. */
  store: string | undefined;
  sessions: number;
  /** Since the last was opened. */
  minutes: number;
}

/** What many visitors at once cost one process; resolves to whether all of them were served, none was lost, and none is left. */
export async function measureHeldSessions({ store, sessions, minutes }: HeldSessionsOptions): Promise<boolean> {
  const stub = await startStubProcess();
  const backend = await startBackendProcess({ baseUrl: stub.baseUrl, store });
  const client = new JsonClient(CONNECTIONS);
  await warmUp(client, backend);
  const before = await backend.child.call('memory', undefined);

  const pages = new Pages(client);
  const [openingAt, processorBefore] = [performance.now(), await backend.child.call('processorMs', undefined)];
  await inParallel(sessions, async () => pages.add(await openThroughBackend(client, backend.endpoint)));
  const openingSeconds = (performance.now() - openingAt) / 1000;

  const [heldAt, processorOpened] = [performance.now(), await backend.child.call('processorMs', undefined)];
  const sweeps: number[] = [];
  while (performance.now() - heldAt < minutes * 60_000) {
    await sleep(Math.min(SWEEP_EVERY_MS, minutes * 60_000));
    sweeps.push(await backend.child.call('sweepMs', undefined));
  }
  const processorMs = (await backend.child.call('processorMs', undefined)) - processorOpened;
  const heldMs = performance.now() - heldAt;
  // Not while keep-alives come: what is under way then is not what a session holds.
  await pages.pause();
  const withSessions = await backend.child.call('memory', undefined);
  const open = {
    backend: await backend.child.call('countSessions', undefined),
    service: await stub.child.call('openSessions', undefined),
  };

  await backend.endSessions();
  const left = await stub.child.call('openSessions', undefined);
  const after = await backend.child.call('memory', undefined);
  await backend.close();
  client.close();
  await stub.close();

  const { latencies, failures } = pages;
  // Before them, less of the code was compiled than with them; it still is after them.
  const kilobytes = (withSessions.heap - after.heap) / 1024 / sessions;
  const rows = {
    'opened, 10 at once': `${sessions} in ${openingSeconds.toFixed(1)} s, ${milliseconds((processorOpened - processorBefore) / sessions)} of processor each`,
    lost: `${sessions - open.backend} of the backend, ${sessions - open.service} of the service`,
    'keep-alives': `${latencies.length + failures.length}, of which ${failures.length} failed`,
    'keep-alive, p50 / p99 / longest': [
      percentile(50, latencies),
      percentile(99, latencies),
      latencies.reduce((most, one) => Math.max(most, one), 0),
    ]
      .map(milliseconds)
      .join(' / '),
    'heap a session': `${kilobytes.toFixed(1)} kB`,
    'heap before / with / after them': [before, withSessions, after].map(({ heap }) => megabytes(heap)).join(' / '),
    'rss before / with / after them': [before, withSessions, after].map(({ rss }) => megabytes(rss)).join(' / '),
    'a sweep, median / longest': `${milliseconds(median(sweeps))} / ${milliseconds(Math.max(...sweeps))}`,
    'processor, of one core': `${((processorMs / heldMs) * 100).toFixed(1)} %`,
    'left after the backend was closed': String(left),
  };
  console.log(
    `\n${sessions} sessions of as many visitors held for ${minutes} min by one process, ${store ? 'Redis' : 'memory'} store;`,
  );
  console.log(
    `each is kept alive every 10 s from the moment it is open; over ${CONNECTIONS} kept connections, as behind a proxy.\n`,
  );
  console.log('| | |');
  console.log('| --- | ---: |');
  for (const [name, value] of Object.entries(rows)) console.log(`| ${name} | ${value} |`);
  for (const failure of new Set(failures)) console.log(`failed: ${failure}`);
  return failures.length === 0 && open.backend === sessions && open.service === sessions && left === 0;
}

/** The pages of the sessions, each of which keeps its own alive. */
class Pages {
  readonly latencies: number[] = [];
  readonly failures: string[] = [];
  readonly #client: JsonClient;
  readonly #timers = new Set<ReturnType<typeof setInterval>>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(client: JsonClient) {
    this.#client = client;
  }

  add(session: ReachedSession): void {
    this.#timers.add(setInterval(() => this.#keepAlive(session), KEEP_ALIVE_EVERY_MS));
  }

  /** Sends nothing more; resolves when all is answered. */
  async pause(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#underWay);
  }

  #keepAlive({ url, headers }: ReachedSession): void {
    const answered = this.#client.postOk(`${url}/keep-alive`, {}, headers).then(
      ({ latencyMs }) => void this.latencies.push(latencyMs),
      (error: unknown) => void this.failures.push(String(error)),
    );
    this.#underWay.add(answered);
    void answered.then(() => this.#underWay.delete(answered));
  }
}

async function warmUp(client: JsonClient, backend: RunningBackend): Promise<void> {
  const gone: ReachedSession[] = [];
  await inParallel(WARM_UP_SESSIONS, async () => void gone.push(await openThroughBackend(client, backend.endpoint)));
  for (const call of WARM_UP_CALLS) {
    const left = [...gone];
    await inParallel(gone.length, async () => {
      const { url = '', headers = {} } = left.pop() ?? {};
      await client.postOk(`${url}/${call}`, {}, headers);
    });
  }
}

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next++ < count) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
