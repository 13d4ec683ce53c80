import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test, type Stand } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

interface Kept extends Window {
  kept: AvatarElement;
}

/** Places that a live element may be moved to, and that no window shows. */
const PLACES: Record<string, (element: Element) => void> = {
  'a document made by a script': (element) => document.implementation.createHTMLDocument().body.append(element),
  'a parsed document': (element) => new DOMParser().parseFromString('<p>', 'text/html').body.append(element),
  'a document of XML': (element) => document.implementation.createDocument(null, 'x').documentElement.append(element),
  'the content of a template': (element) => document.createElement('template').content.append(element),
  'a fragment': (element) => document.createDocumentFragment().append(element),
  'a box that is nowhere': (element) => document.createElement('div').append(element),
};

const ATTRIBUTES = 'muted controls captions composer show-transcript';

async function open(page: Page, stand: Stand): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(stand.page('/', documentOf(avatar(ATTRIBUTES))));
  expect(await start(page)).toBeUndefined();
  await page.locator('kaltura-avatar [part~="control-bar"]').waitFor({ state: 'attached' });
  return problems;
}

const move = (page: Page, place: string): Promise<void> =>
  page.evaluate(`{
    window.kept = document.querySelector('kaltura-avatar');
    (${String(PLACES[place])})(window.kept);
  }`);

const kept = <Result>(page: Page, read: (element: AvatarElement) => Result): Promise<Result> =>
  page.evaluate(`(${read.toString()})(window.kept)`);

for (const place of Object.keys(PLACES)) {
  test(`an avatar that is moved into ${place} ends its session`, async ({ page, openStand }) => {
    const stand = await openStand();
    const problems = await open(page, stand);
    await move(page, place);
    await expect.poll(() => stand.openSessions()).toBe(0);
    expect(await kept(page, ({ state }) => state)).toBe('ended');
    expect((await seenIn(page)).errors).toEqual([]);
    expect(problems).toEqual([]);
  });

  test(`an avatar that comes back from ${place} soon goes on as it was`, async ({ page, openStand }) => {
    const stand = await openStand();
    const problems = await open(page, stand);
    const styles = (): Promise<number | undefined> =>
      page
        .locator('kaltura-avatar')
        .evaluate((element) => element.shadowRoot?.adoptedStyleSheets.filter(({ cssRules }) => cssRules.length).length);
    const before = [
      await page.locator('kaltura-avatar').evaluate((e) => (e as AvatarElement).sessionId),
      await styles(),
    ];
    await move(page, place);
    await page.evaluate(async () => {
      const { kept } = window as unknown as Kept;
      await kept.updateComplete;
      document.body.append(kept);
    });
    const time = (): Promise<number | undefined> => kept(page, ({ video }) => video?.currentTime);
    const then = await time();
    await expect.poll(time).toBeGreaterThan(then ?? 0);
    expect([await kept(page, ({ sessionId }) => sessionId), await styles()]).toEqual(before);
    await expectState(page, 'live');
    expect(await page.locator('kaltura-avatar [part~="control-bar"]').count()).toBe(1);
    expect(stand.creates()).toBe(1);
    expect(problems).toEqual([]);
  });
}

test('an avatar in the document of a frame that is removed ends its session', async ({ page, openStand }) => {
  const stand = await openStand();
  const problems = await open(page, stand);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const element = document.querySelector('kaltura-avatar');
    if (element) frame.contentDocument?.body.append(element);
  });
  const frame = page.frames()[1];
  if (!frame) throw new Error('The frame is missing.');
  const time = (): Promise<number> =>
    frame.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.currentTime ?? 0);
  // Longer than one that has been moved is waited for.
  const then = await time();
  await expect.poll(time).toBeGreaterThan(then + 1.5);
  expect(stand.openSessions()).toBe(1);
  await page.evaluate(() => document.querySelector('iframe')?.remove());
  await expect.poll(() => stand.openSessions()).toBe(0);
  expect(problems).toEqual([]);
});

test('an avatar that was removed just before its page is kept for a way back ends its session at once', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await open(page, stand);
  await page.evaluate(() => {
    // As in the back-forward cache, no timer comes to its end from here on.
    window.setTimeout = (() => 0) as unknown as typeof setTimeout;
    document.querySelector('kaltura-avatar')?.remove();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  });
  await expect.poll(() => stand.openSessions()).toBe(0);
});
