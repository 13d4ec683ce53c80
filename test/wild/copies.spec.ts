// Sliders that go round copy their slides, ids and all: Owl Carousel, Glide and Slick among them.
import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, test, type Stand } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const SLIDE = (content: string): string => `<div class="slide">${content}</div>`;
const GUIDE = avatar('id="guide" autostart muted');

/** A slider: the avatar, another slide, and the avatar's copy. */
const SLIDER = `<div id="view"><div id="track">${SLIDE(GUIDE)}${SLIDE('Other')}${SLIDE(GUIDE)}</div></div>`;
const HEAD = `<style>
  #view { overflow: hidden; width: 600px } #track { display: flex } .slide { flex: 0 0 600px; height: 520px }
</style>`;

const show = (page: Page, slide: number): Promise<void> =>
  page.evaluate((at) => {
    const track = document.getElementById('track');
    if (track) track.style.transform = `translateX(${-600 * at}px)`;
  }, slide);

const statesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<AvatarElement>('kaltura-avatar:not(.later)')].map(({ state }) => state),
  );

/**
 * Waits longer than any copy that is shown now would take to start: two more of one id come, of which one starts after the time
 * that a copy has to stay.
 */
async function untilACopyWouldHaveStarted(page: Page): Promise<void> {
  await page.evaluate(
    (html) => document.body.insertAdjacentHTML('afterbegin', html),
    avatar('class="later" id="later" autostart muted').repeat(2),
  );
  const later = (): Promise<string[]> =>
    page.evaluate(() => [...document.querySelectorAll<AvatarElement>('.later')].map(({ state }) => state));
  await expect.poll(later, { timeout: 15_000 }).toContain('live');
}

/** Until what has moved is seen where it is. */
const untilDrawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Notes the most sessions that were open at any time. */
function watchOpen(stand: Stand): () => number {
  let most = 0;
  const look = (): void => void (most = Math.max(most, stand.openSessions()));
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

test('a copy that is shown in passing costs nothing, and the original goes on', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(SLIDER, { head: HEAD })));
  await expect.poll(() => statesOf(page)).toEqual(['live', 'idle']);
  const session = await page
    .locator('#guide')
    .first()
    .evaluate((element) => (element as AvatarElement).sessionId);
  for (let round = 0; round < 3; round++) {
    await show(page, 1);
    await show(page, 2);
    await untilDrawn(page);
    await show(page, 0);
  }
  await untilACopyWouldHaveStarted(page);
  expect(await statesOf(page)).toEqual(['live', 'idle']);
  expect(
    await page
      .locator('#guide')
      .first()
      .evaluate((element) => (element as AvatarElement).sessionId),
  ).toBe(session);
  expect(stand.creates()).toBe(2);
});

test('a copy that stays takes the place of the one that nobody sees, and gives it back', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  const mostOpen = watchOpen(stand);
  await page.goto(stand.page('/', documentOf(SLIDER, { head: HEAD })));
  await expect.poll(() => statesOf(page)).toEqual(['live', 'idle']);
  await show(page, 2);
  await expect.poll(() => statesOf(page)).toEqual(['ended', 'live']);
  await show(page, 0);
  await expect.poll(() => statesOf(page)).toEqual(['live', 'ended']);
  expect(mostOpen()).toBe(1);
  expect(stand.creates()).toBe(3);
});

test('two of one id that are both seen open one session', async ({ page, openStand }) => {
  const stand = await openStand();
  const mostOpen = watchOpen(stand);
  await page.goto(stand.page('/', documentOf(GUIDE + GUIDE + avatar('id="other" autostart muted'))));
  await expectState(page, 'live', '#other');
  await expect.poll(async () => (await statesOf(page)).filter((state) => state === 'live').length).toBe(2);
  await untilACopyWouldHaveStarted(page);
  expect((await statesOf(page)).toSorted()).toEqual(['idle', 'live', 'live']);
  expect(mostOpen()).toBe(3);
  expect(stand.creates()).toBe(3);
});

test('what a visitor has ended is not started again by a copy', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(SLIDER, { head: HEAD })));
  await expect.poll(() => statesOf(page)).toEqual(['live', 'idle']);
  await page
    .locator('#guide')
    .first()
    .evaluate((element) => (element as AvatarElement).end());
  await show(page, 2);
  await untilACopyWouldHaveStarted(page);
  expect(await statesOf(page)).toEqual(['ended', 'idle']);
  expect(stand.creates()).toBe(2);
});

test('an element that takes the place of a removed one of its id starts', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(`<div id="place">${GUIDE}</div>`)));
  await expectState(page, 'live');
  await page.evaluate((html) => {
    const place = document.getElementById('place');
    if (place) place.innerHTML = html;
  }, GUIDE);
  await expectState(page, 'live');
  await expect.poll(() => stand.openSessions()).toBe(1);
});
