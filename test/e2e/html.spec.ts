import { expect, test } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';

test.describe('the page of nothing but HTML', () => {
  let demo: DemoPage;
  test.beforeEach(async ({ page }) => {
    demo = new DemoPage(page);
    await page.goto('/html.html');
  });

  test('greets, speaks at a button, is interrupted, shows captions and ends, by keyboard alone', async ({ page }) => {
    const go = async (name: string): Promise<void> => {
      const button = demo.button(name);
      for (let tabs = 0; tabs < 30; tabs++) {
        if (await button.evaluate((it) => it.matches(':focus'))) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${name} cannot be reached by Tab.`);
    };
    const turns = async (): Promise<string[]> =>
      (await demo.status()).sessions.at(-1)?.turns.map(({ text }) => text.slice(0, 12)) ?? [];
    expect(await page.locator('script:not([src])').count(), 'the page has no script of its own').toBe(0);

    await go('Start talking');
    await page.keyboard.press('Enter');
    await demo.waitForState('live');
    await expect.poll(turns).toEqual(['Hello! I am ']);
    const focused = await page.evaluate(() => document.activeElement?.id);
    expect(focused, 'the focus stays in the element').toBe('guide');

    await go('Opening hours');
    await page.keyboard.press('Enter');
    await expect.poll(turns).toContain('We open at n');
    const captions = (): Promise<string[]> =>
      demo.video.evaluate((video) =>
        [...(video as HTMLVideoElement).textTracks].flatMap(({ mode, activeCues }) =>
          mode === 'showing' ? [...(activeCues ?? [])].map((cue) => (cue as VTTCue).text) : [],
        ),
      );
    await expect.poll(captions).not.toEqual([]);

    await go('Stop speaking');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => demo.avatar.evaluate((avatar) => (avatar as HTMLElementTagNameMap['kaltura-avatar']).speaking))
      .toBe(false);
    await go('Goodbye');
    await page.keyboard.press('Enter');
    await demo.waitForState('ended');
    await expect.poll(async () => (await demo.status()).openSessions).toBe(0);
  });
});
