// In the Firefox that visitors have: Playwright drives a build of its own alone.
import puppeteer from 'puppeteer-core';

import { ensureFirefox, FIREFOX_PREFS } from '../support/firefox.mjs';
import { documentOf, expect, test } from '../support/wild.js';

test('a page whose browser blocks the cookies of other sites keeps its session, and ends it', async ({ openStand }) => {
  test.setTimeout(90_000);
  const front = await openStand({ tls: true });
  const back = await openStand({ tls: true, backend: { allowedOrigins: [front.at('shop.test')] } });
  front.page(
    '/',
    documentOf(
      `<kaltura-avatar session-endpoint="${back.at('avatar.test')}/api/avatar/session" credentials="include"></kaltura-avatar>`,
    ),
  );
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureFirefox(),
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      ...FIREFOX_PREFS,
      'network.cookie.cookieBehavior': 1,
      'network.dns.localDomains': 'shop.test,avatar.test',
      'network.proxy.allow_hijacking_localhost': true,
    },
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${front.at('shop.test')}/`);
    const live = await page.$eval('kaltura-avatar', async (element) => {
      await element.start();
      return element.state;
    });
    expect(live).toBe('live');
    const wasKeptAlive = (): boolean => back.requests.some(({ path }) => path.endsWith('/keep-alive'));
    await expect.poll(wasKeptAlive, { timeout: 20_000 }).toBe(true);
    await page.$eval('kaltura-avatar', (element) => element.speak('Hello.'));
    expect(await page.evaluate(() => (window as unknown as { seen: { errors: string[] } }).seen.errors)).toEqual([]);
    await page.goto('about:blank');
    await expect.poll(() => back.openSessions()).toBe(0);
    expect(back.creates()).toBe(1);
  } finally {
    await browser.close();
  }
});
