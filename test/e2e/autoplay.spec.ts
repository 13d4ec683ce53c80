import { expect, test } from 'playwright/test';

import { CHROMIUM_ARGS_WITHOUT_SOUND, findChromium } from '../support/chromium.mjs';
import { DemoPage } from '../support/demo-page.js';

const executablePath = await findChromium();

test.use({
  // Whatever Playwright runs in a page counts as a click for Chromium: no trace, and nothing is asked before it plays.
  trace: 'off',
  launchOptions: {
    args: CHROMIUM_ARGS_WITHOUT_SOUND,
    ...(executablePath ? { executablePath } : {}),
  },
});

test('a browser that allows no sound shows the avatar muted, with one button for the sound', async ({ page }) => {
  const demo = new DemoPage(page);
  const isMuted = (): Promise<boolean> => demo.video.evaluate((video) => (video as HTMLVideoElement).muted);
  const offered = page.waitForResponse((response) => response.url().endsWith('/session') && response.ok());
  await page.goto('/minimal.html');
  await offered;
  await demo.waitForState('live');
  expect(await isMuted()).toBe(true);

  await demo.button('Turn on sound').click();
  await expect.poll(isMuted).toBe(false);
  await expect(demo.button('Turn on sound')).toHaveCount(0);
  expect(await demo.motion({ x: 0, y: 0, width: 512, height: 512 }, 5)).toBeGreaterThan(0);
});
