import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

test('a page with nothing special about it opens one session and leaves none', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar())));
  expect(await start(page)).toBeUndefined();
  await expectState(page, 'live');
  expect(await seenIn(page)).toEqual({ errors: [], states: ['connecting', 'live'], captions: [] });
  expect(stand.creates()).toBe(1);
});
