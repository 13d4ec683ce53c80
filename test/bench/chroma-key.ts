/**
 * What it costs to take the background out of the avatar's picture: `npm run bench:chroma-key`.
 *
 * The processor time of a frame on the page's main thread, and in the whole browser with its graphics process, of the same
 * avatar keyed and as it comes: in turns, in one run. Without a graphics card the latter includes what the card would do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { startSimulator } from 'kaltura-avatar/simulator';
import { chromium } from 'playwright';

import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, ensureChromium } from '../support/chromium.mjs';
import { median } from '../support/median.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage } from '../support/page-server.js';
import { SILENT } from '../support/silent.js';
import type { Kind } from './page/chroma-key.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '6' } },
});
const seconds = Number(values.seconds);
const KINDS = ['plain', 'keyed'] as const;

/** Milliseconds of processor time for each frame. */
interface Cost {
  mainThread: number;
  browser: number;
}

const simulator = await startSimulator();
const server = await servePage({
  html: '<!doctype html><title>bench</title><body><script type="module" src="/page.js"></script>',
  files: await bundlePage(new URL('page/chroma-key.ts', import.meta.url)),
  backend: createAvatarBackend({
    ks: 'bench-ks',
    baseUrl: simulator.baseUrl,
    avatars: 'any',
    limits: NO_LIMITS,
    logger: SILENT,
  }),
});
const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });
const devtoolsOfBrowser = await browser.newBrowserCDPSession();

async function measure(kind: Kind): Promise<Cost> {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'openKeyed' in window);
  const devtools = await page.context().newCDPSession(page);
  // Processor time: what the thread spends waiting for others costs nobody anything.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<Cost & { frames: number }> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const { processInfo } = await devtoolsOfBrowser.send('SystemInfo.getProcessInfo');
    return {
      mainThread: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN,
      browser: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      frames: await page.evaluate(() => window.countFrames()),
    };
  };
  await page.evaluate((it) => window.openKeyed(it), kind);
  await sleep(1500); // What is compiled and loaded once is not what it goes on to cost.
  const from = await read();
  await sleep(seconds * 1000);
  const to = await read();
  await page.evaluate(() => window.closeKeyed());
  await page.close();
  const perFrame = (name: keyof Cost): number => ((to[name] - from[name]) * 1000) / (to.frames - from.frames);
  return { mainThread: perFrame('mainThread'), browser: perFrame('browser') };
}

const costs: Record<Kind, Cost[]> = { plain: [], keyed: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const kind of KINDS) costs[kind].push(await measure(kind));
}
for (const [name, where] of [
  ['mainThread', 'main thread'],
  ['browser', 'whole browser'],
] as const) {
  const [plain, keyed] = KINDS.map((kind) => median(costs[kind].map((cost) => cost[name]))) as [number, number];
  const ratio = median(costs.keyed.map((cost, round) => cost[name] / (costs.plain[round]?.[name] ?? NaN)));
  const [plainMs, keyedMs] = [plain, keyed].map((ms) => ms.toFixed(2));
  console.log(`${where}: plain ${plainMs} ms a frame, keyed ${keyedMs} ms; ${ratio.toFixed(2)} times as much`);
}
await browser.close();
await server.close();
await simulator.close();
process.exit(0);
