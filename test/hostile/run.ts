/**
 * Hostile requests at every route of the backend, on every mount: `npm run test:hostile`. With `--short` each is sent to a route that
 * reads its kind alone, on one mount all and on each other some; `--mount Express`, `--attack JSON` take some of them. `--quick` is for
 * `npm test`: one mount alone, and three times the bound, for the machine may be busy. What was mended here cost fifty times it and more.
 *
 * Of what they cost, the worst for each route and mount is shown. A busy machine makes a request slower, never faster: what is over its
 * bound is measured again, and the least counts.
 */
import { parseArgs } from 'node:util';

import { startScriptedService } from '../support/scripted-service.js';
import { formatTable } from '../../src/server/standalone/text-table.js';
import { ATTACKS, type Attack } from './attacks.js';
import { MOUNTS, type MountName } from './mounts.js';
import { World, type Cost } from './world.js';

/** For each 100 kB that have begun, in milliseconds of processor time. */
const CPU_MS = 10;

/** The event loop stands still for no longer, in milliseconds. */
const BLOCK_MS = 50;

/** What is held is at most so many times what was sent. */
const HELD = 2;

/** What is over its bound is measured so often at most. */
const ATTEMPTS = 12;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    mount: { type: 'string' },
    attack: { type: 'string', default: '' },
  },
});

const isShort = values.short || values.quick;
const leniency = values.quick ? 3 : 1;

const ROUTES = [
  ...['session', 'health', 'ready', 'embed', 'create-session', 'say-text', 'interrupt', 'end-session', 'nowhere'],
  ...['say-text', 'say-audio', 'interrupt', 'keep-alive', 'end', 'reply', 'consent', 'feedback'].map(
    (action) => `session/:id/${action}`,
  ),
];

const service = await startScriptedService('a-token');
const attacks = Object.entries(ATTACKS).filter(([name]) => name.includes(values.attack));
const mounts = (Object.keys(MOUNTS) as MountName[])
  .filter((name) => (values.mount ?? name) === name)
  .slice(0, values.quick ? 1 : undefined);
const problems: string[] = [];
const rows: string[][] = [];
let measured = 0;
const startedAt = performance.now();
for (const [index, mount] of mounts.entries()) {
  const world = new World(mount, service);
  await world.start();
  const worst = new Map<string, Cost & { cpuOf: string }>();
  const own = attacks.filter((_, at) => !isShort || index === 0 || at % (mounts.length - 1) === index - 1);
  // What has just been started and is not compiled yet is not what a server in use costs.
  for (let round = 0; round < (isShort ? 2 : 10); round += 1) {
    for (const [, attack] of own) if ((attack.body?.length ?? 0) < 100_000) await world.send(attack, homeOf(attack));
  }
  for (const [name, attack] of own) {
    const home = homeOf(attack);
    for (const route of isShort ? [home] : ROUTES) {
      const cost = await costOf(world, attack, route, !isShort && route === home);
      measured += 1;
      const at = worst.get(route);
      worst.set(route, {
        ...{
          cpuMs: Math.max(cost.cpuMs, at?.cpuMs ?? 0),
          cpuOf: cost.cpuMs > (at?.cpuMs ?? -1) ? name : (at?.cpuOf ?? ''),
        },
        ...{
          blockMs: Math.max(cost.blockMs, at?.blockMs ?? 0),
          heldTimes: Math.max(cost.heldTimes, at?.heldTimes ?? 0),
        },
      });
      const over = isOver(cost);
      if (over) problems.push(`${mount}, ${route}, ${name}: ${over}`);
    }
    if (!(await world.serves())) problems.push(`${mount}, ${name}: it does not answer any more`);
  }
  const { unhandled } = await world.end();
  if (unhandled > 0) problems.push(`${mount}: ${unhandled} promises were rejected, and nobody knew`);
  for (const [route, { cpuMs, cpuOf, blockMs, heldTimes }] of worst)
    rows.push([mount, route, cpuMs.toFixed(1), blockMs.toFixed(0), heldTimes.toFixed(1), cpuOf]);
}
await service.close();
console.log(formatTable([['mount', 'route', 'CPU ms/100 kB', 'block ms', 'held', 'what costs most CPU'], ...rows]));
console.log(`${measured} kinds of requests in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);

function homeOf({ home }: Attack): string {
  return ['say-text', 'say-audio', 'reply', 'feedback'].includes(home) ? `session/:id/${home}` : home;
}

function isOver({ cpuMs, blockMs, heldTimes }: Cost): string | undefined {
  if (cpuMs > leniency * CPU_MS) return `${cpuMs.toFixed(1)} ms of CPU for each 100 kB`;
  if (blockMs > leniency * BLOCK_MS) return `the event loop stood still for ${blockMs.toFixed(0)} ms`;
  return heldTimes > HELD ? `${heldTimes.toFixed(1)} times its size was held` : undefined;
}

async function costOf(world: World, attack: Attack, route: string, isHeldMeasured: boolean): Promise<Cost> {
  const least: Cost = {
    cpuMs: Infinity,
    blockMs: Infinity,
    heldTimes: isHeldMeasured ? await world.heldBy(attack, route) : 0,
  };
  for (let attempt = 0; attempt < ATTEMPTS && (attempt === 0 || isOver(least)); attempt += 1) {
    const { cpuMs, blockMs } = await world.send(attack, route);
    least.cpuMs = Math.min(least.cpuMs, cpuMs);
    least.blockMs = Math.min(least.blockMs, blockMs);
  }
  return least;
}
