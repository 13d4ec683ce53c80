import { expect, test } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { DemoPage } from '../support/demo-page.js';

const executablePath = await findChromium();

test.use({
  launchOptions: {
    args: CHROMIUM_ARGS,
    // Playwright turns it off.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath ? { executablePath } : {}),
  },
});

test('a page that comes back from the back-forward cache has an avatar that starts, and left no session behind', async ({
  page,
}) => {
  const demo = new DemoPage(page);
  // The development server's WebSocket would keep the page out of the cache once it is open, which is now sooner, now later.
  await page.addInitScript(() => {
    window.WebSocket = class extends EventTarget {
      close(): void {
        // It was never open.
      }
    } as unknown as typeof WebSocket;
  });
  await page.goto('/html.html');
  await page.evaluate(() => {
    window.addEventListener(
      'pageshow',
      ({ persisted }) => (document.documentElement.dataset['persisted'] = String(persisted)),
    );
  });
  await page.goto('/minimal.html');
  await demo.waitForState('live');
  await page.goBack({ waitUntil: 'commit' });
  await expect(page.locator('html'), 'the page was kept as it was').toHaveAttribute('data-persisted', 'true');
  await expect.poll(async () => (await demo.status()).openSessions, 'the one that was left has ended').toBe(0);
  await demo.start();
  await page.goForward({ waitUntil: 'commit' });
  await demo.waitForState('live');
  await expect.poll(async () => (await demo.status()).openSessions).toBe(1);
});
