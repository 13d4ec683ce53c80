import { expect, test } from 'playwright/test';

import { collectProblems } from '../support/page-problems.js';
import { serveScriptTagPages } from '../support/script-tag-pages.js';

const AVATAR = '<kaltura-avatar session-endpoint="/api/avatar/session" autostart muted></kaltura-avatar>';

test('several avatars that start at once in a browser the backend does not know yet can all speak', async ({
  page,
  baseURL,
}) => {
  const pages = await serveScriptTagPages(baseURL ?? '');
  try {
    const problems = collectProblems(page);
    await page.goto(
      pages.add({ html: `<script type="module" src="/cdn/kaltura-avatar.js"></script>${AVATAR.repeat(3)}` }),
    );
    await page.waitForFunction(() => {
      const avatars = [...document.querySelectorAll('kaltura-avatar')];
      return avatars.length === 3 && avatars.every(({ state }) => state === 'live');
    });
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
