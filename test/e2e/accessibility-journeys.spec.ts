import { chromium, expect, test, type Locator, type Page } from 'playwright/test';

import { SCENES, type Scene } from '../screenshots/scenes.js';
import { createSceneStand, type SceneStand } from '../screenshots/stand.js';
import { TEXT_SCENES } from '../screenshots/text-scenes.js';
import { VOICE_SCENES } from '../screenshots/voice-scenes.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { findLayoutFaults, findNameFaults, readFocus } from '../support/accessibility-checks.js';

/** Those whose words and buttons are all that the element has. */
const WITH_MOST = [
  'idle',
  'consent',
  'consent-launcher',
  'launcher-live',
  'launcher-teaser',
  'ended',
  'error',
  'suggestions',
  'transcript-thumbs',
  'text',
  'text-consent',
  'listening',
];
const FULLEST = [...SCENES, ...TEXT_SCENES, ...VOICE_SCENES].filter(({ name }) => WITH_MOST.includes(name));

const TEXT_SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

let stand: SceneStand;
test.beforeAll(async () => {
  stand = await createSceneStand();
});
test.afterAll(() => stand.close());

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

async function play(scene: Scene, page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await stand.play(scene, page);
  // As pages that reflow give it room: no wider than the window.
  await page.addStyleTag({ content: '#frame { inline-size: min(360px, 100%) }' });
  await scene.again?.(page);
}

for (const scene of FULLEST) {
  test(`${scene.name}: at 320 CSS pixels, as at a zoom of 400 %, all can be reached without scrolling sideways`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await play(scene, page);
    expect(await findLayoutFaults(page)).toEqual([]);
  });

  test(`${scene.name}: with the text spacing of WCAG 1.4.12 nothing is lost`, async ({ page }) => {
    await play(scene, page);
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.querySelector('kaltura-avatar')?.shadowRoot?.adoptedStyleSheets.push(sheet);
    }, TEXT_SPACING);
    expect(await findLayoutFaults(page)).toEqual([]);
  });

  test(`${scene.name}: at a zoom of 200 % nothing is lost`, async ({ page }) => {
    await page.setViewportSize({ width: 640, height: 512 });
    await play(scene, page);
    expect(await findLayoutFaults(page)).toEqual([]);
  });
}

test.describe('with letters twice as large', () => {
  for (const scene of FULLEST)
    test(`${scene.name}: nothing is lost`, async () => {
      const executablePath = await findChromium();
      const browser = await chromium.launch({
        args: [...CHROMIUM_ARGS, '--blink-settings=defaultFontSize=32'],
        ...(executablePath ? { executablePath } : {}),
      });
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      await play(scene, page);
      expect(await findLayoutFaults(page)).toEqual([]);
      await browser.close();
    });
});

for (const scene of SCENES.filter(({ isSoundBlocked }) => !isSoundBlocked))
  test(`${scene.name}: what can be pressed is 24 pixels in size, and its name begins with what is written on it`, async ({
    page,
  }) => {
    await play(scene, page);
    expect(await findNameFaults(page)).toEqual([]);
  });

test.describe('by the keyboard alone', () => {
  for (const forcedColors of ['none', 'active'] as const)
    test(`each stop of Tab is seen, marked, and left again, with forced colours: ${forcedColors}`, async ({ page }) => {
      const scene = SCENES.find(({ name }) => name === 'launcher-live');
      if (!scene) throw new Error('There is no such scene.');
      await page.emulateMedia({ forcedColors });
      await play(scene, page);
      await page.getByRole('link', { name: 'Read more' }).focus();
      const stops: string[] = [];
      for (let tabs = 0; tabs < 30; tabs++) {
        await page.keyboard.press('Tab');
        const focus = await readFocus(page);
        if (!focus) {
          if (stops.length > 0) break;
          continue;
        }
        expect(focus.faults, focus.name).toEqual([]);
        stops.push(focus.name);
      }
      for (const name of ['Move', 'Resize', 'Minimise', 'Close', 'Mute', 'End the conversation', 'Message'])
        expect(stops).toContain(name);
      expect(new Set(stops).size, 'no stop twice, so no trap').toBe(stops.length);
    });

  test('a visitor reads that it is an AI, agrees, writes, reads the answer, hides captions, and ends', async ({
    page,
  }) => {
    await stand.open(page, {
      consent: 'required',
      'consent-terms': '/terms',
      controls: '',
      captions: '',
      composer: '',
    });
    await page.evaluate(() => {
      const avatar = document.querySelector('kaltura-avatar');
      if (avatar) avatar.reply = (message) => `You said: ${message}`;
    });
    const pressAt = async (target: Locator, key = 'Enter'): Promise<void> => {
      await target.waitFor();
      for (let tabs = 0; tabs < 20 && !(await target.evaluate((it) => it.matches(':focus'))); tabs++)
        await page.keyboard.press('Tab');
      await expect(target).toBeFocused();
      await page.keyboard.press(key);
    };
    await expect(
      page.getByText('You are talking to an AI avatar, not to a person.').filter({ visible: true }).first(),
    ).toBeVisible();
    await pressAt(button(page, 'Start talking'));
    await expect(page.getByRole('dialog', { name: 'Before we start' })).toBeFocused();
    await pressAt(button(page, 'Accept and start'));
    await page.waitForFunction(() => document.querySelector('kaltura-avatar')?.state === 'live');
    const field = page.getByRole('textbox', { name: 'Message' });
    await pressAt(field, 'ArrowLeft');
    await page.keyboard.type('Good morning');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      document
        .querySelector('kaltura-avatar')
        ?.transcript.some(({ role, text }) => role === 'avatar' && text === 'You said: Good morning'),
    );
    await pressAt(button(page, 'Hide captions'));
    await expect(button(page, 'Show captions')).toBeFocused();
    await pressAt(button(page, 'End the conversation'));
    await expect(button(page, 'Start again')).toBeFocused();
  });
});

test('a press that is moved off its button does nothing', async ({ page }) => {
  await stand.open(page, {});
  const start = button(page, 'Start talking');
  await start.hover();
  await page.mouse.down();
  await page.mouse.move(2, 2);
  await page.mouse.up();
  expect(await page.evaluate(() => document.querySelector('kaltura-avatar')?.state)).toBe('idle');
});
