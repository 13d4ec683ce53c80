/**
 * Several backend processes on one Redis, while everything goes wrong: `npm run test:chaos -- --minutes 10 --seed 7`.
 *
 * Processes are killed and stand still, Redis fails over to its replica, the network between them is cut or stalls; meanwhile
 * visitors open sessions, speak, interrupt, end and vanish. Afterwards no session may be left at the service, none may have been
 * ended whose page was heard of, no place may be taken, and nothing in Redis may be kept for ever.
 *
 * The same seed makes the same choices; what they meet depends on the machine.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { SeededRandom } from '../support/seeded-random.js';
import { formatTable } from '../../src/server/standalone/text-table.js';
import { startStand, type Stand } from './stand.js';
import { makeTroubles } from './troubles.js';
import { visit, type Counts, type World } from './visitor.js';

/** Whoever was to end a session, and did not, has so long for it, in milliseconds; a place is held as long for one that is opened. */
const CLAIMS_ARE_OVER_MS = 61_000;

const SWEEP_EVERY_MS = 1000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0.25' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 30)) },
    processes: { type: 'string', default: '3' },
    visitors: { type: 'string', default: '12' },
  },
});
const seed = Number(values.seed);
console.log(`${values.processes} processes, ${values.visitors} visitors, ${values.minutes} minutes, seed ${seed}`);

const stand = await startStand(Number(values.processes));
const counts: Counts = new Map();
const end = new AbortController();
// Each visitor listens.
setMaxListeners(0, end.signal);
const world: World = {
  ...{ nodes: stand.nodes, random: new SeededRandom(seed), counts },
  ...{ faults: [], given: new Set<string>(), over: end.signal },
};
const under = [
  ...Array.from({ length: Number(values.visitors) }, () => visit(world)),
  makeTroubles(stand, seed + 1, counts, end.signal),
  sweepAll(stand, end.signal),
  watchKeys(stand, world),
];
await sleep(Number(values.minutes) * 60_000);
end.abort();
await Promise.all(under);

// Nobody is heard of any more; what was claimed by a process that was killed is found when its claim is over.
for (let round = 0; round < 2; round += 1) {
  await stand.primary().elapse(CLAIMS_ARE_OVER_MS);
  await Promise.all(stand.nodes.map(({ backend }) => backend.sweep()));
}
const sessions = stand.simulator.sessions();
const left = sessions.filter(({ state }) => state !== 'ended');
// One that has expired is free, though it is dropped only when the next is taken.
const places = Number(
  await stand.primary().command('ZCOUNT', '{kaltura-avatar}:leases:open:total', String(Date.now()), '+inf'),
);
await checkKeys(stand, world);
await stand.close();

const lostCreates = stand.nodes.reduce((sum, node) => sum + node.lostCreates, 0);
const known = left.filter(({ id }) => world.given.has(id));
for (const { id } of known) world.faults.push(`${id} is left at the service`);
if (left.length - known.length > lostCreates) {
  world.faults.push(
    `${left.length - known.length} sessions that nobody was given are left, and ${lostCreates} processes died over one`,
  );
}
if (places > 0) world.faults.push(`${places} places are taken by sessions that are over`);

const names = [...counts.keys()].sort();
console.log(formatTable(names.map((name) => [name, String(counts.get(name))])));
for (const fault of new Set(world.faults)) console.log(`✗ ${fault}`);
console.log(`${world.faults.length === 0 ? '✓' : '✗'} ${world.faults.length} faults, seed ${seed}`);
process.exit(world.faults.length === 0 && (counts.get('session 200') ?? 0) > 0 ? 0 : 1);

async function sweepAll({ nodes }: Stand, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    for (const { backend } of nodes) void backend.sweep().catch(() => undefined);
    await sleep(SWEEP_EVERY_MS);
  }
}

async function watchKeys(of: Stand, { over, ...rest }: World): Promise<void> {
  while (!over.aborted) {
    await checkKeys(of, { over, ...rest });
    await sleep(SWEEP_EVERY_MS);
  }
}

async function checkKeys(of: Stand, { faults }: World): Promise<void> {
  // -2 is told of one that has expired meanwhile.
  for (const [key, expiresInMs] of await of.primary().keys()) {
    if (expiresInMs === -1) faults.push(`${key.replace(/[^:]*$/, '…')} in Redis never expires`);
  }
}
