// Scripts and browsers' extensions that take videos out of pages.
import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

/** How far the video has played; nothing where there is none on the page. */
const timeOf = (page: Page): Promise<number> =>
  page.locator('kaltura-avatar').evaluate((element) => {
    const { video } = element as AvatarElement;
    return video?.isConnected && !video.paused ? video.currentTime : 0;
  });

const takeOut = (page: Page): Promise<void> =>
  page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.remove());

for (const attributes of ['muted', 'muted controls captions chroma-key="#00ff00"'])
  test(`a video that is taken out of <kaltura-avatar ${attributes}> is put back and goes on`, async ({
    page,
    openStand,
  }) => {
    const stand = await openStand();
    await page.goto(stand.page('/', documentOf(avatar(attributes))));
    expect(await start(page)).toBeUndefined();
    await expect.poll(() => timeOf(page)).toBeGreaterThan(0);
    await takeOut(page);
    const then = await timeOf(page);
    await expect.poll(() => timeOf(page)).toBeGreaterThan(then + 0.5);
    await expectState(page, 'live');
    expect(await seenIn(page)).toMatchObject({ errors: [], states: ['connecting', 'live'] });
    expect(stand.creates()).toBe(1);
  });

test('a video that is taken out before the avatar is live is there when it is', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  const started = start(page);
  await expectState(page, 'connecting');
  await takeOut(page);
  expect(await started).toBeUndefined();
  await expect.poll(() => timeOf(page)).toBeGreaterThan(0);
});

test('a video that is taken out again and again is let go of, and the page is told', async ({ page, openStand }) => {
  const stand = await openStand();
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  const times = await page.locator('kaltura-avatar').evaluate(async (element) => {
    let taken = 0;
    for (let i = 0; i < 50; i++) {
      const { video } = element as AvatarElement;
      if (video) taken += 1;
      video?.remove();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return taken;
  });
  expect(times).toBeLessThan(10);
  expect(told.filter((text) => text.includes('takes the avatar’s video out'))).toHaveLength(1);
});

test('a video that somebody shows elsewhere on the page stays there', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(`${avatar('muted')}<div id="theatre"></div>`)));
  expect(await start(page)).toBeUndefined();
  await page.locator('kaltura-avatar').evaluate((element) => {
    const { video } = element as AvatarElement;
    if (video) document.querySelector('#theatre')?.append(video);
  });
  const shown = page.locator('#theatre video');
  await expect.poll(() => shown.evaluate(({ paused }: HTMLVideoElement) => paused)).toBe(false);
  await expect(shown).toHaveCount(1);
});
