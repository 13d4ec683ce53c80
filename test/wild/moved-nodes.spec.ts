import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const sessionOf = (page: Page): Promise<string | null> =>
  page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).sessionId);

const plays = async (page: Page): Promise<void> => {
  const time = (): Promise<number> =>
    page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.currentTime ?? 0);
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before);
};

test('an element that a framework takes out for some moments keeps its session, and plays on', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(`<div id="one">${avatar('muted controls')}</div><div id="other"></div>`)));
  expect(await start(page)).toBeUndefined();
  const session = await sessionOf(page);
  await page.evaluate(async () => {
    const element = document.querySelector('kaltura-avatar');
    element?.remove();
    await new Promise((resolve) => setTimeout(resolve, 400));
    if (element) document.getElementById('other')?.append(element);
  });
  await plays(page);
  expect(await sessionOf(page)).toBe(session);
  expect((await seenIn(page)).states).toEqual(['connecting', 'live']);
  expect(stand.creates()).toBe(1);
});

test('an element that is gone for good ends its session, also where the page still holds it', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await page.evaluate(() => {
    const element = document.querySelector('kaltura-avatar');
    element?.remove();
    Object.assign(window, { kept: element });
  });
  await expect.poll(() => stand.openSessions()).toBe(0);
  expect(await page.evaluate(() => (window as unknown as { kept: AvatarElement }).kept.state)).toBe('ended');
});

test('an element that has just been taken out ends its session when the page is left', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.remove());
  await page.goto('about:blank');
  await expect.poll(() => stand.openSessions()).toBe(0);
});

test('what a page sets before the element is defined is taken over', async ({ page, openStand }) => {
  const stand = await openStand();
  const early = `<script>
    Object.assign(document.querySelector('kaltura-avatar'), { expanded: true, muted: true, greeting: 'Hello.' });
  </script>`;
  await page.goto(stand.page('/', documentOf(avatar('placement="bottom-end"') + early)));
  await page.waitForFunction(() => customElements.get('kaltura-avatar'));
  const now = await page.locator('kaltura-avatar').evaluate((element) => {
    const guide = element as AvatarElement;
    const before = [guide.expanded, guide.muted, guide.greeting];
    guide.expanded = false;
    return [...before, guide.expanded];
  });
  expect(now).toEqual([true, true, 'Hello.', false]);
});

test('the page’s own session takes the place of one that is being opened, and none is left', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted') + avatar('muted id="other"'))));
  expect(await start(page, '#other')).toBeUndefined();
  const result = await page.evaluate(async () => {
    const [first, other] = document.querySelectorAll('kaltura-avatar');
    if (!first || !other) return 'missing';
    const started = first.start().then(
      () => 'started',
      (error: unknown) => (error as { code: string }).code,
    );
    first.session = other.session;
    return [await started, first.state, first.sessionId === other.sessionId];
  });
  expect(result).toEqual(['ABORTED', 'live', true]);
  await expect.poll(() => stand.openSessions()).toBe(1);
  await page.locator('#other').evaluate((element) => (element as AvatarElement).end());
  await expectState(page, 'ended');
});
