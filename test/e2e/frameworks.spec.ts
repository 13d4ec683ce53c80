import { expect, test } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';
import { collectProblems } from '../support/page-problems.js';

const FRAMEWORKS = [
  { name: 'React 19', path: '/react/', heading: /React 19$/ },
  { name: 'React 18', path: '/react-18/', heading: /React 18$/ },
  { name: 'Vue', path: '/vue/', heading: /Vue 3$/ },
];

for (const { name, path, heading } of FRAMEWORKS) {
  test.describe(`the avatar in ${name}`, () => {
    let demo: DemoPage;
    let problems: string[];
    /** Sessions that were asked for. */
    let opened: number;
    test.beforeEach(({ page }) => {
      demo = new DemoPage(page);
      problems = collectProblems(page);
      opened = 0;
      page.on('request', (request) => {
        if (new URL(request.url()).pathname === '/api/avatar/session') opened++;
      });
    });
    test.afterEach(async ({ page }) => {
      expect(problems).toEqual([]);
      await page.goto('about:blank');
      await expect.poll(async () => (await demo.status()).openSessions).toBe(0);
    });

    test('goes live, speaks, takes a changed property, and ends its session when it is unmounted', async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
      await demo.start();
      await expect(demo.state()).toHaveText('live');

      await test.step('it speaks, and the page hears of it', async () => {
        await demo.say('Hello from a framework, which has a lot to say today.');
        await expect(page.locator('#speaking')).toHaveText('yes');
      });

      await test.step('its properties follow', async () => {
        const isMuted = (): Promise<boolean> =>
          demo.avatar.evaluate((avatar) => Reflect.get(avatar, 'muted') as boolean);
        expect(await isMuted()).toBe(false);
        await demo.button('Muted').click();
        expect(await isMuted()).toBe(true);
        await expect(demo.video).toHaveJSProperty('muted', true);
        await demo.button('Muted').click();
        await expect(demo.video).toHaveJSProperty('muted', false);
      });

      await test.step('its session ends with it', async () => {
        expect([opened, (await demo.status()).openSessions]).toEqual([1, 1]);
        await demo.button('On the page').click();
        await expect(demo.avatar).toHaveCount(0);
        await expect.poll(async () => (await demo.status()).openSessions).toBe(0);
      });

      await test.step('it comes back as new', async () => {
        await demo.button('On the page').click();
        await demo.start();
        expect([opened, (await demo.status()).openSessions]).toEqual([2, 1]);
      });
    });

    test('opens one session by itself, however often it is mounted for a start', async ({ page }) => {
      await page.goto(`${path}?autostart`);
      await demo.waitForState('live');
      expect([opened, (await demo.status()).openSessions]).toEqual([1, 1]);
    });
  });
}
