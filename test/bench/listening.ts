/**
 * What listening costs, to the visitor and to the avatar: `npm run bench:listening`; `--only visitor`, `--only turn` or `--only avatar`.
 *
 * To the visitor: how soon, how surely and at what cost each voice detector tells speech from other sound.
 *
 * In a conversation: from the end of a spoken question to the first sound of its answer.
 *
 * To the avatar:
 * The time that the page's main thread is busy with the same avatar, shown by a bare WHEP connection, by one that is listened
 * to, and by a session, which also keeps itself alive and watches its frames and its quality: in turns, in one run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { startSimulator } from 'kaltura-avatar/simulator';
import { chromium } from 'playwright';

import { tableOfDetectors } from './listening/detectors.js';
import { costOfHandsFree } from './listening/hands-free.js';
import { delayOfSpokenTurns } from './listening/spoken-turn.js';
import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, ensureChromium } from '../support/chromium.mjs';
import { median } from '../support/median.js';
import { servePage } from '../support/page-server.js';
import { SILENT } from '../support/silent.js';
import { NO_LIMITS } from '../support/no-limits.js';
import type { Kind } from './page/listening.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const isWanted = (part: string): boolean => (values.only ?? part) === part;
if (isWanted('visitor')) {
  console.log(`${await tableOfDetectors()}\n`);
  console.log(`${await costOfHandsFree(Number(values.rounds), seconds)}\n`);
}
if (isWanted('turn')) console.log(`${await delayOfSpokenTurns(Number(values.rounds))}\n`);
if (!isWanted('avatar')) process.exit(0);
const KINDS = ['connection', 'listened to', 'session'] as const;
const SPEECH = 'An avatar that talks for as long as the benchmark listens to it, and then a little longer. '.repeat(6);

const simulator = await startSimulator();
const server = await servePage({
  html: '<!doctype html><title>bench</title><body><script type="module" src="/page.js"></script>',
  files: await bundlePage(new URL('page/listening.ts', import.meta.url)),
  backend: createAvatarBackend({ ks: 'bench-ks', baseUrl: simulator.baseUrl, limits: NO_LIMITS, logger: SILENT }),
});
const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });

const percent = (share: number): string => `${share.toFixed(2)} % of a core`;

/** The share of one core that the main thread uses, in per cent. */
async function measure(kind: Kind, text: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'openAvatar' in window);
  const devtools = await page.context().newCDPSession(page);
  // Processor time: what the thread spends waiting for others costs nobody anything.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  await page.evaluate((it) => window.openAvatar(...it), [kind, simulator.baseUrl, text] as const);
  await sleep(1000); // What is compiled and loaded once is not what it goes on to cost.
  const [from, before] = [performance.now(), await busy()];
  await sleep(seconds * 1000);
  const share = ((await busy()) - before) / ((performance.now() - from) / 1000);
  await page.evaluate(() => window.closeAvatar());
  await page.close();
  return share * 100;
}

for (const [what, text] of [
  ['silent', ''],
  ['speaking', SPEECH],
] as const) {
  const shares: Record<Kind, number[]> = { connection: [], 'listened to': [], session: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const kind of KINDS) shares[kind].push(await measure(kind, text));
  }
  const [connection, listened, session] = KINDS.map((kind) => median(shares[kind])) as [number, number, number];
  console.log(`${what}: a connection ${percent(connection)}; listening to it adds ${percent(listened - connection)}`);
  console.log(`${' '.repeat(what.length)}  a session ${percent(session)}`);
}
await browser.close();
await server.close();
await simulator.close();
process.exit(0);
