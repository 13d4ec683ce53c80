/**
 * Pictures of the element in every state: `npm run screenshots`. Each is taken light, dark and in forced colours, in seven sizes, from left to right and
 * from right to left, of the real element on the real simulator; they land in test-results/screenshots, with a sheet of them all.
 *
 * `--only live,error` draws those states alone.
 */
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import type { Browser, Page } from 'playwright';

import { ACTION_SCENES } from './action-scenes.js';
import { LANGUAGE_SCENES } from './language-scenes.js';
import { QUEUE_SCENES } from './queue-scenes.js';
import { assertShown, SCENES as OTHERS, type Scene } from './scenes.js';
import { drawSheet, type Shot } from './sheet.js';
import { createSceneStand, launchBrowser } from './stand.js';
import { TEXT_SCENES } from './text-scenes.js';
import { VOICE_SCENES } from './voice-scenes.js';

const SCENES = [...OTHERS, ...TEXT_SCENES, ...LANGUAGE_SCENES, ...QUEUE_SCENES, ...VOICE_SCENES, ...ACTION_SCENES];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');
const unknown = only?.filter((name) => !SCENES.some((scene) => scene.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`No such state: ${unknown.join(', ')}. There are: ${SCENES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const FOLDER = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));
const SCHEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const;
const DIRECTIONS = ['ltr', 'rtl'] as const;
const SIZES = [
  [96, 96],
  [200, 200],
  [360, 360],
  [512, 512],
  [800, 450],
  [390, 844],
  [844, 390],
] as const;

async function take(scene: Scene, browser: Browser): Promise<Shot[]> {
  const context = await browser.newContext({ viewport: { width: 960, height: 640 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  try {
    await stand.play(scene, page);
    return await vary(scene, page);
  } finally {
    await page.evaluate(() => document.querySelector('kaltura-avatar')?.end()).catch(() => undefined);
    await context.close();
  }
}

async function vary(scene: Scene, page: Page): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const [scheme, media] of Object.entries(SCHEMES)) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    for (const direction of DIRECTIONS)
      for (const [width, height] of scene.isFloating ? ([[0, 0]] as const) : SIZES) {
        await page.evaluate(([w, h, dir]) => window.arrange(w, h, dir), [width, height, direction] as const);
        await scene.again?.(page);
        const name = [scene.name, scheme, direction, ...(width > 0 ? [`${width}x${height}`] : [])].join('-');
        const path = `${FOLDER}${name}.png`;
        await assertShown(scene, page);
        if (scene.isFloating) await page.screenshot({ path });
        else await page.locator('#frame').screenshot({ path });
        // It may have become another one meanwhile.
        await assertShown(scene, page);
        shots.push({ name, path });
      }
  }
  return shots;
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const withSound = await launchBrowser();
const withoutSound = await launchBrowser({ isSoundBlocked: true });
const stand = await createSceneStand();

const shots: Shot[] = [];
const failed: string[] = [];
try {
  for (const scene of SCENES.filter(({ name }) => only?.includes(name) ?? true)) {
    try {
      shots.push(...(await take(scene, scene.isSoundBlocked ? withoutSound : withSound)));
      console.log(`✓ ${scene.name}`);
    } catch (error) {
      failed.push(scene.name);
      console.error(`✗ ${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await drawSheet(withSound, shots, `${FOLDER}sheet.png`);
} finally {
  await Promise.all([withSound.close(), withoutSound.close()]);
  await stand.close();
}
console.log(`${shots.length} pictures and sheet.png in ${FOLDER}`);
process.exit(failed.length === 0 ? 0 : 1);
