import { expect, test, type BrowserContext, type Page } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { DemoPage } from '../support/demo-page.js';

const executablePath = await findChromium();

/** A single caption; spoken slowly, it stands for ten seconds. */
const CAPTION = 'One caption that is read for a good while';

interface Colours {
  /** Pixels of pure yellow: in no avatar’s picture. */
  yellow: number;
  /** Of black without a tint. */
  black: number;
  /** Of white. */
  white: number;
}

const showCaption = async (page: Page): Promise<void> => {
  const demo = new DemoPage(page);
  await page.goto('/html.html');
  await demo.avatar.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar']) => {
    Object.assign(avatar, { greeting: null, voiceSpeed: 0.25, captions: true, controls: false });
  });
  await demo.start();
  const heard = demo.next('avatar-caption');
  await demo.avatar.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar'], text) => avatar.speak(text), CAPTION);
  await heard;
};

/** A session that goes on would be seen by the tests after it. */
const end = (page: Page): Promise<void> => page.evaluate(() => document.querySelector('kaltura-avatar')?.end());

/** What is drawn in the lower half of the avatar. */
const coloursOf = async (page: Page, context: BrowserContext): Promise<Colours> => {
  const box = await page.locator('kaltura-avatar').boundingBox();
  if (!box) throw new Error('There is no avatar to be seen');
  const { x, y, width, height } = box;
  const clip = { x: x + width * 0.1, y: y + height / 2, width: width * 0.8, height: height / 2 };
  const png = (await page.screenshot({ clip })).toString('base64');
  const blank = await context.newPage();
  const colours = await blank.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas?.drawImage(image, 0, 0);
    const { data = [] } = canvas?.getImageData(0, 0, image.width, image.height) ?? {};
    const found = { yellow: 0, black: 0, white: 0 };
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(i, i + 3);
      if (red > 240 && green > 240 && blue < 40) found.yellow++;
      if (red > 240 && green > 240 && blue > 240) found.white++;
      if (red + green + blue < 9) found.black++;
    }
    return found;
  }, png);
  await blank.close();
  return colours;
};

test('captions are white where the visitor has set nothing', async ({ page, context }) => {
  await showCaption(page);
  await expect.poll(async () => (await coloursOf(page, context)).white).toBeGreaterThan(100);
  expect(await coloursOf(page, context)).toMatchObject({ yellow: 0, black: 0 });
  await end(page);
});

test('captions have the colours that the visitor has set in the browser', async ({ playwright, baseURL }) => {
  // As Chromium hands on what is set there, always as important.
  const settings = 'textTrackTextColor=yellow !important,textTrackBackgroundColor=black !important';
  const browser = await playwright.chromium.launch({
    args: [...CHROMIUM_ARGS, `--blink-settings=${settings}`],
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
    const page = await context.newPage();
    await showCaption(page);
    await expect.poll(async () => (await coloursOf(page, context)).yellow).toBeGreaterThan(100);
    expect((await coloursOf(page, context)).black).toBeGreaterThan(500);
    await end(page);
  } finally {
    await browser.close();
  }
});
