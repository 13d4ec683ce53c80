/**
 * Visitors without end: `npm run soak -- --minutes 30 --viewers 3 --crash-every 5 --seed 1`.
 *
 * Real browsers on the built widget, its backend and the simulator in a process of its own. The media engine is killed
 * every few minutes. Passes when the simulator's main process lives, every crash was recovered from, nothing failed
 * otherwise, memory stays flat and no session is left.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';

import { chromium } from 'playwright';

import type { SimulatorStatus } from '../../src/simulator/status/simulator-status.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { median } from '../support/median.js';
import { readMemory, type Part } from './memory.js';
import { serveSoakPage } from './page-server.js';
import { visit, type Tally } from './viewer.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    viewers: { type: 'string', default: '3' },
    'crash-every': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(values.minutes);
const until = performance.now() + minutes * 60_000;
/** Visits that a crash on purpose may have cut short: a session's attempts are given this long to end. */
const CRASH_SHADOW_MS = 20_000;
/** Growth of the median from the first third to the last that still counts as flat. */
const FLAT = 1.25;

const simulator = spawn(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('../../src/simulator/cli.ts', import.meta.url))],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

const simulatorUrl = await new Promise<string>((resolve, reject) => {
  simulator.once('exit', () => reject(new Error('The simulator did not start.')));
  simulator.stdout.on('data', (line: Buffer) => {
    const url = /simulator at (\S+)/.exec(line.toString())?.[1];
    if (url) resolve(url);
  });
});
const status = async (): Promise<SimulatorStatus> =>
  (await (await fetch(`${simulatorUrl}/simulator/status`)).json()) as SimulatorStatus;

const page = await serveSoakPage(`${simulatorUrl}/v1/avatar-session`);
const executablePath = await findChromium();
const browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) });
const tally: Tally = { connects: 0, turns: 0, interrupts: 0, vanished: 0, failures: [] };
let crashedAt = -Infinity;
let crashesOnPurpose = 0;

const visits = Array.from({ length: Number(values.viewers) }, async (_, index) =>
  visit(
    await browser.newPage(),
    page.url,
    until,
    createRandom(Number(values.seed) + index),
    tally,
    () => performance.now() - crashedAt < CRASH_SHADOW_MS,
  ),
);
const visiting = Promise.all(visits).then(() => true);

const samples: Record<Part, number[]> = { main: [], media: [], voice: [] };
const crashEveryMs = Number(values['crash-every']) * 60_000;
const startedAt = performance.now();
for (let minute = 1; ; minute++) {
  const isOver = await Promise.race([visiting, delay(60_000, false)]);
  if (isOver || simulator.exitCode !== null) break;
  const memory = readMemory(simulator.pid ?? 0);
  for (const [part, megabytes] of Object.entries(memory)) samples[part as Part].push(megabytes);
  const { openSessions, crashes } = await status();
  console.log(
    `${String(minute).padStart(3)} min  ${tally.connects} connects  ${tally.turns} turns  ${tally.interrupts} interrupts  ` +
      `${openSessions} open  MB main ${memory.main} media ${memory.media} voice ${memory.voice}  ` +
      `crashes ${crashes.media}/${crashesOnPurpose} on purpose  failures ${tally.failures.length}`,
  );
  const sinceStart = performance.now() - startedAt;
  if (crashEveryMs > 0 && sinceStart > (crashesOnPurpose + 1) * crashEveryMs && until - performance.now() > 30_000) {
    crashedAt = performance.now();
    const { ok } = await fetch(`${simulatorUrl}/simulator/crash`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ child: 'media' }),
    });
    if (ok) crashesOnPurpose += 1;
  }
}
await visiting;
await browser.close();
// Visitors that vanished are noticed when their keep-alive is missed.
for (let waited = 0; waited < 45 && (await status()).openSessions > 0; waited++) await delay(1000);
const final = await status();
await page.close();
const mainCrashed = simulator.exitCode !== null;
simulator.kill('SIGTERM');

const growth = (part: Part): number => {
  const third = Math.ceil(samples[part].length / 3);
  return median(samples[part].slice(-third)) / median(samples[part].slice(0, third));
};
const verdicts: [string, boolean][] = [
  [`the main process lived (${final.uptimeSeconds} s)`, !mainCrashed],
  [
    `${final.crashes.media} media crashes, ${crashesOnPurpose} on purpose, all recovered from`,
    final.crashes.media === crashesOnPurpose,
  ],
  [`${final.crashes.voice} voice crashes`, final.crashes.voice === 0],
  [
    `${tally.failures.length} failures in ${tally.connects} connects, ${tally.turns} turns, ${tally.interrupts} interrupts, ${tally.vanished} vanished`,
    tally.failures.length === 0,
  ],
  [`${final.openSessions} sessions left`, final.openSessions === 0],
  ...(['main', 'media', 'voice'] as const).map((part): [string, boolean] => [
    `${part}: memory × ${growth(part).toFixed(2)} from the first third to the last`,
    samples[part].length < 6 || growth(part) < FLAT,
  ]),
];
for (const failure of new Set(tally.failures)) console.log(`  failure: ${failure}`);
for (const [what, passed] of verdicts) console.log(`${passed ? '✓' : '✗'} ${what}`);
process.exit(verdicts.every(([, passed]) => passed) ? 0 : 1);

/** A small seeded generator (mulberry32), so that a run can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
