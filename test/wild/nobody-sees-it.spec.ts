import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, test, type Stand } from '../support/wild.js';

/** Long enough for an element that starts when it should not to have done so: as one that should has meanwhile, on the same site. */
const otherHasStarted = async (page: Page, stand: Stand): Promise<void> => {
  const other = await page.context().newPage();
  await other.goto(stand.page('/other', documentOf(avatar('autostart muted'))));
  await other.bringToFront();
  await expectState(other, 'live');
  await other.goto('about:blank');
  await other.close();
};

const PLACES: Record<string, { html: string; show: () => void }> = {
  'closed details': {
    html: `<details id="place"><summary>More</summary>${avatar('autostart muted')}</details>`,
    show: () => document.getElementById('place')?.setAttribute('open', ''),
  },
  'a panel that is not shown': {
    html: `<div id="place" style="display: none">${avatar('autostart muted')}</div>`,
    show: () => document.getElementById('place')?.removeAttribute('style'),
  },
  'an invisible part': {
    html: `<div id="place" style="visibility: hidden">${avatar('autostart muted')}</div>`,
    show: () => document.getElementById('place')?.removeAttribute('style'),
  },
  'an inert copy': {
    html: `<div id="place" inert>${avatar('autostart muted')}</div>`,
    show: () => document.getElementById('place')?.removeAttribute('inert'),
  },
  'a copy that is hidden from those who hear the page': {
    html: `<div id="place" aria-hidden="true">${avatar('autostart muted')}</div>`,
    show: () => document.getElementById('place')?.removeAttribute('aria-hidden'),
  },
  'a slide that is not at the front': {
    html: `<div style="overflow: hidden; width: 600px; display: flex">
      <div style="flex: 0 0 600px">First slide</div><div id="place" style="flex: 0 0 600px">${avatar('autostart muted')}</div></div>`,
    show: () => document.getElementById('place')?.previousElementSibling?.remove(),
  },
  'a drawer beside the window': {
    html: `<div id="place" style="position: fixed; inset: 0 auto auto 0; transform: translateX(-120%)">${avatar('autostart muted')}</div>`,
    show: () => document.getElementById('place')?.removeAttribute('style'),
  },
  'a preview of Turbo': {
    html: avatar('autostart muted'),
    show: () => document.documentElement.removeAttribute('data-turbo-preview'),
  },
};

for (const [place, { html, show }] of Object.entries(PLACES)) {
  test(`in ${place}, autostart costs nothing before it is seen`, async ({ page, openStand }) => {
    const stand = await openStand();
    const attributes = place.includes('Turbo') ? 'lang="en" data-turbo-preview' : 'lang="en"';
    await page.goto(stand.page('/', documentOf(html, { attributes })));
    await otherHasStarted(page, stand);
    expect(stand.creates()).toBe(1);
    await page.bringToFront();
    await page.evaluate(show);
    await expectState(page, 'live');
    expect(stand.creates()).toBe(2);
  });
}

test('below the fold autostart starts at once, as is documented', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(`<div style="height: 4000px"></div>${avatar('autostart muted')}`)));
  await expectState(page, 'live');
  expect(stand.creates()).toBe(1);
});

test('a frame that is not shown costs nothing', async ({ page, openStand }) => {
  const stand = await openStand();
  stand.page('/frame', documentOf(avatar('autostart muted')));
  await page.goto(stand.page('/', documentOf('<iframe style="display: none" src="/frame"></iframe>')));
  await otherHasStarted(page, stand);
  expect(stand.creates()).toBe(1);
  await page.bringToFront();
  await page.locator('iframe').evaluate((frame) => frame.removeAttribute('style'));
  const frame = page.frames().find((each) => each.url().endsWith('/frame'));
  if (!frame) throw new Error('The frame is missing.');
  await expectState(frame, 'live');
});
