import { expect, test, type Page } from 'playwright/test';

import { collectProblems } from '../support/page-problems.js';
import { serveScriptTagPages, type ScriptTagPages } from '../support/script-tag-pages.js';

const MODULE = '<script type="module" src="/cdn/kaltura-avatar.js"></script>';
const AVATAR = '<kaltura-avatar session-endpoint="/api/avatar/session" autostart muted></kaltura-avatar>';

test.describe('in one browser', () => {
  let pages: ScriptTagPages;
  test.beforeEach(async ({ baseURL }) => {
    pages = await serveScriptTagPages(baseURL ?? '');
  });
  test.afterEach(() => pages.close());

  /** Opens `count` avatars that start by themselves. */
  const open = async (page: Page, count: number): Promise<void> => {
    await page.goto(pages.add({ html: MODULE + AVATAR.repeat(count) }));
    await page.waitForFunction((wanted) => {
      const avatars = [...document.querySelectorAll('kaltura-avatar')];
      return avatars.length === wanted && avatars.every(({ state }) => state === 'live');
    }, count);
  };
  const speakAndEnd = (page: Page): Promise<void> =>
    page.evaluate(async () => {
      const avatars = [...document.querySelectorAll('kaltura-avatar')];
      await Promise.all(avatars.map((avatar) => avatar.speak('Hello')));
      await Promise.all(avatars.map((avatar) => avatar.end()));
    });

  test('two tabs that open at once can both speak', async ({ context }) => {
    const tabs = await Promise.all([context.newPage(), context.newPage()]);
    const problems = tabs.map(collectProblems);
    await Promise.all(tabs.map((tab) => open(tab, 1)));
    await Promise.all(tabs.map(speakAndEnd));
    expect(problems).toEqual([[], []]);
  });

  test('several avatars that start at once can all speak', async ({ page }) => {
    const problems = collectProblems(page);
    await open(page, 3);
    await speakAndEnd(page);
    expect(problems).toEqual([]);
  });
});
