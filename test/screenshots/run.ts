/**
 * Pictures of the element in every state: `npm run screenshots`. Each is taken light and dark, in three sizes, from left to right and
 * from right to left, of the real element on the real simulator; they land in test-results/screenshots, with a sheet of them all.
 *
 * `--only live,error` draws those states alone.
 */
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chromium, type Browser, type Page } from 'playwright';

import { createAvatarBackend } from '../../src/server/backend.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage, type PageServer } from '../support/page-server.js';
import { drawSheet, type Shot } from './sheet.js';
import { SCENES, type Scene } from './scenes.js';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');
const unknown = only?.filter((name) => !SCENES.some((scene) => scene.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`No such state: ${unknown.join(', ')}. There are: ${SCENES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const FOLDER = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));
const SCHEMES = ['light', 'dark'] as const;
const DIRECTIONS = ['ltr', 'rtl'] as const;
const SIZES = [
  [112, 112],
  [360, 360],
  [800, 450],
] as const;

const HTML = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Every state</title>
  <link rel="icon" href="data:," />
  <link rel="stylesheet" href="/page.css" />
  <script type="module" src="/page.js"></script>
  <p>The quick brown fox jumps over the lazy dog. <a href="#more">Read more</a></p>
</html>`;

const CSS = `
  html { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #101018); }
  body { margin: 24px; }
  kaltura-avatar:not([placement]) { inline-size: 100%; block-size: 100%; aspect-ratio: auto; }
  #frame { inline-size: 360px; block-size: 360px; }
`;

async function take(scene: Scene, browser: Browser, simulator: Simulator, server: PageServer): Promise<Shot[]> {
  const context = await browser.newContext({ viewport: { width: 960, height: 640 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  try {
    await scene.before?.({ page, simulator });
    await page.goto(`${server.url}/?${new URLSearchParams(scene.attributes)}`);
    await scene.reach?.({ page, simulator });
    return await vary(scene, page);
  } finally {
    simulator.faults.clear();
    await page.evaluate(() => document.querySelector('kaltura-avatar')?.end()).catch(() => undefined);
    await context.close();
  }
}

async function vary(scene: Scene, page: Page): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const direction of DIRECTIONS)
      for (const [width, height] of scene.isFloating ? ([[0, 0]] as const) : SIZES) {
        await page.evaluate(([w, h, dir]) => window.arrange(w, h, dir), [width, height, direction] as const);
        await scene.again?.(page);
        const name = [scene.name, colorScheme, direction, ...(width > 0 ? [`${width}x${height}`] : [])].join('-');
        const path = `${FOLDER}${name}.png`;
        if (scene.isFloating) await page.screenshot({ path });
        else await page.locator('#frame').screenshot({ path });
        shots.push({ name, path });
      }
  }
  return shots;
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const executablePath = await findChromium();
const launch = (args: string[]): Promise<Browser> =>
  chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
const withSound = await launch(CHROMIUM_ARGS);
const withoutSound = await launch([
  ...CHROMIUM_ARGS.filter((arg) => !arg.startsWith('--autoplay-policy')),
  '--autoplay-policy=document-user-activation-required',
]);
const simulator = await startSimulator();
const files = new Map([...(await bundlePage(new URL('page.ts', import.meta.url))), ['page.css', CSS] as const]);
const backend = createAvatarBackend({
  ks: 'screenshots',
  baseUrl: simulator.baseUrl,
  defaults: { avatarId: 'maya' },
  ...NO_LIMITS,
});
const server = await servePage({ html: HTML, files, backend });

const shots: Shot[] = [];
const failed: string[] = [];
try {
  for (const scene of SCENES.filter(({ name }) => only?.includes(name) ?? true)) {
    try {
      shots.push(...(await take(scene, scene.isSoundBlocked ? withoutSound : withSound, simulator, server)));
      console.log(`✓ ${scene.name}`);
    } catch (error) {
      failed.push(scene.name);
      console.error(`✗ ${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await drawSheet(withSound, shots, `${FOLDER}sheet.png`);
} finally {
  await Promise.all([withSound.close(), withoutSound.close(), server.close()]);
  await simulator.close();
}
console.log(`${shots.length} pictures and sheet.png in ${FOLDER}`);
process.exit(failed.length === 0 ? 0 : 1);
