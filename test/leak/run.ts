/**
 * Connects and ends again and again in one page: `npm run test:leak -- --cycles 200`.
 *
 * Real Chromium, real simulator, real WebRTC. What the page uses after a garbage collection is printed every 20 cycles, and
 * has to be the same at the end as after the first 20, when everything is loaded and compiled.
 */
import { parseArgs } from 'node:util';

import { chromium } from 'playwright';

import { startSimulator } from 'kaltura-avatar/simulator';

import { serveFuzzPage } from '../fuzz/page-server.js';
import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { growthOf } from './heap-snapshot.js';
import { measure, type Measure } from './measure.js';

/**
 * Growth of a heap that still counts as flat. Without a leak it varies by 1 to 2 %; one session that stays in each cycle, with
 * more than 10 kB, would be more than 50 %.
 */
const FLAT = 1.05;
const EVERY = 20;

/** Code that is optimised the more it is used looks like a leak and is none: it is only interpreted here. */
const INTERPRETED = '--js-flags=--no-opt --no-sparkplug --no-maglev';

const { values } = parseArgs({ options: { cycles: { type: 'string', default: '200' } } });
const cycles = Number(values.cycles);

const startedAt = performance.now();
const simulator = await startSimulator();
const server = await serveFuzzPage(await bundlePage(new URL('page/main.ts', import.meta.url)), simulator.baseUrl);
const executablePath = await findChromium();
const browser = await chromium.launch({
  args: [...CHROMIUM_ARGS, INTERPRETED],
  ...(executablePath ? { executablePath } : {}),
});
const page = await browser.newPage();
const uncaught: string[] = [];
page.on('pageerror', ({ message }) => uncaught.push(message));
await page.goto(`${server.url}/?baseUrl=${encodeURIComponent(simulator.baseUrl)}`);
await page.waitForFunction(() => 'leakPage' in window);
const devtools = await page.context().newCDPSession(page);
await devtools.send('Performance.enable');

const series: Measure[] = [];
const columns = ['cycle', 'heapKB', 'nativeKB', 'nodes', 'listeners', 'openPeers', 'peers', 'sessions'] as const;
console.log(columns.map((name) => name.padStart(10)).join(' '));
for (let cycle = 1; cycle <= cycles; cycle++) {
  await page.evaluate((isOwn) => window.leakPage.cycle(isOwn), cycle % 2 === 0);
  if (cycle % EVERY !== 0) continue;
  const measured = await measure(page, devtools, cycle);
  series.push(measured);
  console.log(columns.map((name) => String(measured[name]).padStart(10)).join(' '));
}
const open = simulator.sessions().filter(({ state }) => state !== 'ended').length;
await browser.close();
await server.close();
await simulator.close();

const first = series[0];
const last = series.at(-1);
if (!first || !last || first === last) throw new Error(`At least ${2 * EVERY} cycles show whether something grows.`);
const growth = (name: 'heapKB' | 'nativeKB'): [string, boolean] => {
  const ratio = last[name] / first[name];
  return [`${name} × ${ratio.toFixed(3)} from cycle ${first.cycle} to ${last.cycle}`, ratio <= FLAT];
};
const verdicts: [string, boolean][] = [
  growth('heapKB'),
  growth('nativeKB'),
  [`${first.nodes} DOM nodes, then ${last.nodes}`, last.nodes <= first.nodes],
  [`${first.listeners} event listeners, then ${last.listeners}`, last.listeners <= first.listeners],
  [`${last.openPeers} peer connections open`, series.every(({ openPeers }) => openPeers === 0)],
  [`${first.peers} peer connections in memory, then ${last.peers}`, last.peers <= first.peers],
  [`${first.sessions} session objects in memory, then ${last.sessions}`, last.sessions <= first.sessions],
  [`${open} sessions open in the simulator`, open === 0],
  [`${uncaught.length} uncaught errors ${uncaught.join(', ')}`, uncaught.length === 0],
];
const hasPassed = verdicts.every(([, passed]) => passed);
if (!hasPassed) console.log(['What grew most:', ...growthOf(first.inventory, last.inventory, 8)].join('\n  '));
for (const [what, passed] of verdicts) console.log(`${passed ? '✓' : '✗'} ${what}`);
console.log(`${cycles} cycles, ${Math.round((performance.now() - startedAt) / 1000)} s`);
process.exit(hasPassed ? 0 : 1);
