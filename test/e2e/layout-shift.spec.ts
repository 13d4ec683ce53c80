import { expect, test, type Page } from 'playwright/test';

import { serveScriptTagPages, type ScriptTagPages } from '../support/script-tag-pages.js';

const AVATARS = `
  <kaltura-avatar id="plain"></kaltura-avatar> in a line of text
  <div style="inline-size: 200px"><kaltura-avatar id="narrow"></kaltura-avatar></div>
  <kaltura-avatar id="sized"></kaltura-avatar>
  <kaltura-avatar id="filled"><button slot="start">Talk to us</button><p slot="ended">Bye</p></kaltura-avatar>
  <kaltura-avatar id="hidden" hidden></kaltura-avatar>
  <p id="below">What comes below</p>`;
const CSS = '<link rel="stylesheet" href="/cdn/kaltura-avatar.css" />';
const STYLE =
  '<style>#sized { inline-size: 320px; aspect-ratio: 3 / 4; margin: 8px } kaltura-avatar { margin: 4px }</style>';

let pages: ScriptTagPages;
test.beforeAll(async ({ baseURL }) => {
  pages = await serveScriptTagPages(baseURL ?? '');
});
test.afterAll(() => pages.close());

/** Where each element with an id is; each box is [x, y, width, height]. */
const boxes = (page: Page): Promise<Record<string, number[]>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[id]')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.id, [x, y, width, height]];
      }),
    ),
  );

/** How much of the page has moved since it was first painted; as in the Cumulative Layout Shift. */
const shifted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        // Two frames, so that what the last change moved has been noticed.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum))));
      }),
  );

const define = async (page: Page): Promise<void> => {
  await page.addScriptTag({ type: 'module', url: '/cdn/kaltura-avatar.js' });
  await page.evaluate(() =>
    Promise.all([...document.querySelectorAll('kaltura-avatar')].map((avatar) => avatar.updateComplete)),
  );
};

test('nothing moves when the element comes to a page with its style sheet', async ({ page }) => {
  await page.goto(pages.add({ html: `<head>${CSS}${STYLE}</head><body>${AVATARS}</body>` }));
  expect(await shifted(page)).toBe(0);
  const before = await boxes(page);
  expect(before['plain']?.slice(2)).toEqual([512, 512]);
  expect(before['narrow']?.slice(2)).toEqual([200, 200]);
  await define(page);
  expect(await boxes(page)).toEqual(before);
  expect(await shifted(page)).toBe(0);
});

test('without it, what is below the element moves', async ({ page }) => {
  await page.goto(pages.add({ html: `<head>${STYLE}</head><body>${AVATARS}</body>` }));
  expect(await shifted(page)).toBe(0);
  await define(page);
  expect(await shifted(page)).toBeGreaterThan(0);
});

test('an element that floats over the page takes no place before it comes', async ({ page }) => {
  const placements = ['bottom-end', 'bottom-start', 'top-end', 'top-start'];
  const avatars = placements.map((placement) => `<kaltura-avatar placement="${placement}"></kaltura-avatar>`);
  await page.goto(
    pages.add({ html: `<head>${CSS}</head><body><p>Text</p>${avatars.join('')}<p id="below">Below</p></body>` }),
  );
  expect(await page.locator('#below').evaluate((below) => below.getBoundingClientRect().y)).toBeLessThan(100);
});
