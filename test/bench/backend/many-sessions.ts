import { setTimeout as sleep } from 'node:timers/promises';

import { median } from '../../support/median.js';
import { JsonClient, openThroughBackend, type ReachedSession } from './json-client.js';
import { megabytes, milliseconds, percentile95 } from './numbers.js';
import { startBackendProcess, type RunningSimulator } from './processes.js';

/** How often pages keep their sessions alive, in milliseconds. */
const KEEP_ALIVE_EVERY_MS = 10_000;

/** Sessions that are being opened, or ended, at the same time. */
const AT_ONCE = 10;

/** Sessions that come and go first, with their calls: what is compiled and loaded once is not what a session costs. */
const WARM_UP_SESSIONS = 100;
const WARM_UP_CALLS = [...Array.from({ length: 10 }, () => 'keep-alive'), 'end'];

export interface ManySessionsOptions {
  simulator: RunningSimulator;
  store: string | undefined;
  sessions: number;
  seconds: number;
}

/** What many visitors at once cost; resolves to whether all of them were served, and no session is left. */
export async function measureManySessions(options: ManySessionsOptions): Promise<boolean> {
  const { simulator, store, sessions, seconds } = options;
  const backend = await startBackendProcess({ baseUrl: simulator.baseUrl, store });
  const client = new JsonClient();
  const open = (count: number): Promise<ReachedSession[]> =>
    inParallel(count, () => openThroughBackend(client, backend.endpoint));

  const gone = await open(WARM_UP_SESSIONS);
  for (const call of WARM_UP_CALLS) {
    await inParallel(gone.length, (index) => postTo(client, gone[index], call));
  }

  const before = await backend.child.call('memory', undefined);
  const openingAt = performance.now();
  const opened = await open(sessions);
  const openingSeconds = (performance.now() - openingAt) / 1000;

  const [keepingAt, processorBefore] = [performance.now(), await backend.child.call('processorMs', undefined)];
  const { latencies, failures } = await keepAlive(client, opened, seconds);
  const processorMs = (await backend.child.call('processorMs', undefined)) - processorBefore;
  const processorShare = processorMs / (performance.now() - keepingAt);

  const withSessions = await backend.child.call('memory', undefined);
  const atTheEnd = await simulator.openSessions();
  await backend.endSessions();
  const left = await simulator.openSessions();
  const after = await backend.child.call('memory', undefined);
  await backend.close();
  client.close();

  // Before them, less of the code was compiled than with them; it still is after them.
  const each = ((withSessions.heap - after.heap) / 1024 / sessions).toFixed(1);
  const times = `median ${milliseconds(median(latencies))}, 95th percentile ${milliseconds(percentile95(latencies))}`;
  console.log(`${sessions} sessions for ${seconds} s, of as many visitors, over kept connections as behind a proxy`);
  console.log(`  opened      ${opened.length} in ${openingSeconds.toFixed(1)} s, ${AT_ONCE} at once`);
  console.log(`  keep-alive  ${latencies.length + failures.length} sent, ${failures.length} failed; ${times}`);
  for (const failure of new Set(failures)) console.log(`              failed: ${failure}`);
  for (const part of ['heap', 'rss'] as const) {
    const [first, most, last] = [before, withSessions, after].map((memory) => megabytes(memory[part]));
    const share = part === 'heap' ? `: ${each} kB a session` : '';
    console.log(`  ${part.padEnd(10)}  ${first} before, ${most} with the sessions, ${last} after them${share}`);
  }
  console.log(`  processor   ${(processorShare * 100).toFixed(1)} % of a core, of the backend alone`);
  console.log(`  simulator   ${atTheEnd} sessions at the end, ${left} after the backend was closed`);
  return failures.length === 0 && atTheEnd === sessions && left === 0;
}

/** Keeps each session alive every 10 s, the sessions spread evenly; who answers late does not hold up the others. */
async function keepAlive(
  client: JsonClient,
  sessions: readonly ReachedSession[],
  seconds: number,
): Promise<{ latencies: number[]; failures: string[] }> {
  const latencies: number[] = [];
  const failures: string[] = [];
  const everyMs = KEEP_ALIVE_EVERY_MS / sessions.length;
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent * everyMs < seconds * 1000; sent++) {
    await sleep(startedAt + sent * everyMs - performance.now());
    const answer = postTo(client, sessions[sent % sessions.length], 'keep-alive').then(
      (latencyMs) => void latencies.push(latencyMs),
      (error: unknown) => void failures.push(String(error)),
    );
    answers.push(answer);
  }
  await Promise.all(answers);
  await sleep(startedAt + seconds * 1000 - performance.now());
  return { latencies, failures };
}

async function postTo(client: JsonClient, session: ReachedSession | undefined, call: string): Promise<number> {
  if (!session) throw new Error('There is no such session.');
  return (await client.postOk(`${session.url}/${call}`, {}, session.headers)).latencyMs;
}

async function inParallel<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) results.push(await work(next++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
