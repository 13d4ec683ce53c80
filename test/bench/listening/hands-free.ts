import { createAvatarBackend } from 'kaltura-avatar/server';
import { chromium } from 'playwright';

import { earsWorklet } from '../../../build/ears-worklet.js';
import { bundlePage } from '../../support/bundle-page.js';
import { ensureChromium } from '../../support/chromium.mjs';
import { pinkNoise } from '../../support/listening-sounds.js';
import { median } from '../../support/median.js';
import { servePage } from '../../support/page-server.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { say } from '../../support/say.js';
import { SILENT } from '../../support/silent.js';
import { capturing } from '../../support/spoken-capture.js';
import { LoadMeter, type Load } from '../load-meter.js';
import type { MicrophoneUse } from '../page/hands-free.js';

/** Between two questions, in seconds: whoever listens hears nobody most of the time. */
const PAUSE_SECONDS = 8;

/** The noise of a room, as loud as it is after a browser's noise suppression. */
const ROOM = 0.002;

/** What hands-free listening costs Chromium beyond a microphone that is open, in turns, while a visitor in a room says something now and then. */
export async function costOfHandsFree(rounds: number, seconds: number): Promise<string> {
  const server = await servePage({
    html: '<!doctype html><title>bench</title><body><script type="module" src="/page.js"></script>',
    files: await bundlePage(new URL('../page/hands-free.ts', import.meta.url), {
      plugins: [earsWorklet('ears-worklet.js')],
    }),
    backend: createAvatarBackend({ ks: 'bench-ks', logger: SILENT }),
  });
  const room = pinkNoise(PAUSE_SECONDS, new SeededRandom(1)).map((sample) => sample * ROOM);
  const args = await capturing(...(await say(['When do you open on Sundays?'])), room);
  const browser = await chromium.launch({ args, executablePath: await ensureChromium() });
  const measure = async (use: MicrophoneUse): Promise<Load> => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'openMicrophone' in window);
    const detector = await page.evaluate((it) => window.openMicrophone(it), use);
    if (use === 'hands-free' && detector !== 'neural') throw new Error('The neural detector was not loaded');
    const meter = await LoadMeter.open(page);
    await meter.during(1000); // What is compiled once is not what it goes on to cost.
    const load = await meter.during(seconds * 1000);
    await meter.close();
    await page.close();
    return load;
  };
  const loads: Record<MicrophoneUse, Load[]> = { microphone: [], 'hands-free': [] };
  for (let round = 0; round < rounds; round++)
    for (const use of ['microphone', 'hands-free'] as const) loads[use].push(await measure(use));
  await browser.close();
  await server.close();
  const added = (part: keyof Load): string => {
    const of = (use: MicrophoneUse): number => median(loads[use].map((load) => load[part]));
    return `${(of('hands-free') - of('microphone')).toFixed(1)} %`;
  };
  return `hands-free, beyond an open microphone, of a core: main thread ${added('mainThread')}, all processes ${added('browser')}`;
}
