import { collectProblems } from '../support/page-problems.js';
import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

test('an end leaves nothing in the console, and no place taken', async ({ page, openStand }) => {
  const stand = await openStand();
  const problems = collectProblems(page);
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.end());
  await expectState(page, 'ended');
  expect(stand.openSessions()).toBe(0);
  expect(problems).toEqual([]);
});

test('to interrupt where nothing is said shows nothing', async ({ page, openStand }) => {
  const stand = await openStand();
  const button = '<button commandfor="guide" command="--interrupt">Hush</button>';
  await page.goto(stand.page('/', documentOf(`${avatar('id="guide"')}${button}`)));
  await page.getByRole('button', { name: 'Hush' }).click();
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.interrupt());
  await expect(page.getByRole('button', { name: 'Start talking' })).toBeVisible();
  expect(await seenIn(page)).toEqual({ errors: [], states: [], captions: [] });
  expect(stand.creates()).toBe(0);
});
