import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, start, stateOf, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

/** The visitor looks at another tab for so long. */
async function leaveAlone(page: Page, seconds: number): Promise<void> {
  await page.clock.install();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.fastForward(seconds * 1000);
}

test('a hidden page ends the unused sessions of its elements, and none of its own', async ({ page, openStand }) => {
  const stand = await openStand();
  const elements = [
    avatar('muted id="own"'),
    avatar('muted id="opener" idle-timeout="0"'),
    avatar('muted id="shown"'),
    avatar('muted id="other-opener" idle-timeout="0"'),
    avatar('muted id="limited" idle-timeout="200"'),
  ];
  await page.goto(stand.page('/', documentOf(elements.join(''))));
  for (const id of ['#own', '#opener', '#other-opener']) expect(await start(page, id)).toBeUndefined();
  await page.evaluate(() => {
    const find = (id: string): AvatarElement => document.getElementById(id) as AvatarElement;
    find('shown').session = find('opener').session;
    find('limited').session = find('other-opener').session;
  });
  for (const id of ['#shown', '#limited']) await expectState(page, 'live', id);
  await leaveAlone(page, 310);
  await expectState(page, 'ended', '#own');
  await expectState(page, 'ended', '#limited');
  expect(await stateOf(page, '#shown')).toBe('live');
  expect(await stateOf(page, '#opener')).toBe('live');
});
