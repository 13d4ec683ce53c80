// What a visitor thinks of an answer, and of the conversation: from the page to the owner's hook.
import type { Feedback } from 'kaltura-avatar/server';

import { avatar, documentOf, expect, seenIn, start, test } from '../support/wild.js';

test('a thumb and the rating after the end reach the owner, and the page by an event', async ({ page, openStand }) => {
  const told: Feedback[] = [];
  const stand = await openStand({
    backend: { reply: () => 'We open at nine.', onFeedback: (feedback) => void told.push(feedback) },
  });
  await page.goto(stand.page('/', documentOf(avatar('composer show-transcript feedback="rating"'))));
  await page.evaluate(() => {
    const events: unknown[] = [];
    Object.assign(window, { events });
    document
      .querySelector('kaltura-avatar')
      ?.addEventListener('avatar-feedback', ({ rating, stars }) => void events.push({ rating, stars }));
  });
  expect(await start(page)).toBeUndefined();
  const element = page.locator('kaltura-avatar');
  await element.locator('textarea').fill('When do you open?');
  await element.locator('textarea').press('Enter');
  await element.getByRole('button', { name: 'Helpful', exact: true }).click();
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).toMatchObject({ rating: 'up' });
  expect(told[0]?.turnId).toBeTruthy();

  await element.evaluate((it: HTMLElementTagNameMap['kaltura-avatar']) => it.end());
  await element.getByRole('button', { name: '4 of 5' }).click();
  await element.getByRole('textbox', { name: 'Anything to add?' }).fill('Friendly.');
  await element.locator('.rating').getByRole('button', { name: 'Send' }).click();
  await expect(element.locator('.rating')).toHaveText('Thank you!');
  await expect.poll(() => told).toHaveLength(2);
  expect(told[1]).toMatchObject({ stars: 4, comment: 'Friendly.' });
  expect(told[1]?.sessionId).toBe(told[0]?.sessionId);
  expect(await page.evaluate(() => (window as unknown as { events: unknown[] }).events)).toEqual([
    { rating: 'up' },
    { stars: 4 },
  ]);
  expect((await seenIn(page)).errors).toEqual([]);
});

test('a page that prevents it keeps what its visitor thinks to itself', async ({ page, openStand }) => {
  const told: Feedback[] = [];
  const stand = await openStand({ backend: { onFeedback: (feedback) => void told.push(feedback) } });
  await page.goto(stand.page('/', documentOf(avatar('show-transcript feedback="thumbs"'))));
  const prevented = page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        document.querySelector('kaltura-avatar')?.addEventListener('avatar-feedback', (event) => {
          event.preventDefault();
          resolve(event.defaultPrevented);
        });
      }),
  );
  expect(await start(page)).toBeUndefined();
  const element = page.locator('kaltura-avatar');
  await element.evaluate((it: HTMLElementTagNameMap['kaltura-avatar']) => it.speak('Welcome.'));
  await element.getByRole('button', { name: 'Not helpful' }).click();
  expect(await prevented).toBe(true);
  await element.evaluate((it: HTMLElementTagNameMap['kaltura-avatar']) => it.end());
  expect(stand.requests.filter(({ path }) => path.endsWith('/feedback'))).toEqual([]);
  expect(told).toEqual([]);
});
