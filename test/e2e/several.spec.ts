import { expect, test } from 'playwright/test';

import { collectProblems } from '../support/page-problems.js';
import { serveScriptTagPages } from '../support/script-tag-pages.js';

const AVATAR = '<kaltura-avatar session-endpoint="/api/avatar/session" autostart muted></kaltura-avatar>';

test('two tabs that a browser opens at once, when the backend does not know it yet, can both speak', async ({
  context,
  baseURL,
}) => {
  const pages = await serveScriptTagPages(baseURL ?? '');
  try {
    const url = pages.add({ html: `<script type="module" src="/cdn/kaltura-avatar.js"></script>${AVATAR}` });
    const tabs = await Promise.all([context.newPage(), context.newPage()]);
    const problems = tabs.map(collectProblems);
    await Promise.all(tabs.map((tab) => tab.goto(url)));
    await Promise.all(
      tabs.map((tab) => tab.waitForFunction(() => document.querySelector('kaltura-avatar')?.state === 'live')),
    );
    await Promise.all(tabs.map((tab) => tab.evaluate(() => document.querySelector('kaltura-avatar')?.speak('Hello'))));
    await Promise.all(tabs.map((tab) => tab.evaluate(() => document.querySelector('kaltura-avatar')?.end())));
    expect(problems).toEqual([[], []]);
  } finally {
    await pages.close();
  }
});

for (const [where, hasLocks] of [
  ['', true],
  [', also where the page has no locks', false],
] as const) {
  test(`several avatars that start at once in a browser the backend does not know yet can all speak${where}`, async ({
    page,
    baseURL,
  }) => {
    const pages = await serveScriptTagPages(baseURL ?? '');
    try {
      const problems = collectProblems(page);
      if (!hasLocks) await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
      await page.goto(
        pages.add({ html: `<script type="module" src="/cdn/kaltura-avatar.js"></script>${AVATAR.repeat(3)}` }),
      );
      await page.waitForFunction(() => {
        const avatars = [...document.querySelectorAll('kaltura-avatar')];
        return avatars.length === 3 && avatars.every(({ state }) => state === 'live');
      });
      expect(await page.evaluate(() => 'locks' in navigator)).toBe(hasLocks);
      await page.evaluate(() => {
        const avatars = [...document.querySelectorAll('kaltura-avatar')];
        return Promise.all(avatars.map((avatar) => avatar.speak('Hello')));
      });
      await page.evaluate(() => {
        const avatars = [...document.querySelectorAll('kaltura-avatar')];
        return Promise.all(avatars.map((avatar) => avatar.end()));
      });
      expect(problems).toEqual([]);
    } finally {
      await pages.close();
    }
  });
}
