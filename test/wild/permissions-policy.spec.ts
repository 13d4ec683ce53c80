// A frame of another site has no sound before a click, no microphone and no full screen, unless it is allowed.
import type { Frame, Page } from 'playwright/test';

import { refusePlay } from '../support/wild-media.js';
import { avatar, documentOf, expect, expectState, test, type Stand } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const ALL = 'autoplay; microphone; picture-in-picture; fullscreen';

async function open(page: Page, stand: Stand, allow: string): Promise<{ frame: Frame; warnings: string[] }> {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('permissions policy')) warnings.push(message.text());
  });
  const source = stand.page('/frame', documentOf(avatar('autostart controls composer')));
  stand.page('/', documentOf(`<iframe ${allow} width="600" height="560" src="${source}"></iframe>`));
  await page.goto(`${stand.at('localhost')}/`);
  await page.waitForSelector('iframe');
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  if (!frame) throw new Error('The frame is missing.');
  await expectState(frame, 'live');
  await frame.locator('kaltura-avatar [part~="control-bar"]').waitFor({ state: 'attached' });
  await frame.locator('kaltura-avatar textarea').waitFor();
  return { frame, warnings };
}

const drawn = (frame: Frame): Promise<string[]> =>
  frame
    .locator('kaltura-avatar')
    .evaluate((host) =>
      ['microphone-button', 'picture-in-picture-button', 'full-screen-button', 'sound-button'].filter(
        (part) => host.shadowRoot?.querySelector(`[part~="${part}"]`) !== null,
      ),
    );

test('in a frame that is allowed nothing the avatar shows what works, and the log says what to allow', async ({
  page,
  openStand,
}) => {
  // What a test runs in a page counts as a click.
  await refusePlay(page, { alsoMuted: false });
  const { frame, warnings } = await open(page, await openStand(), `allow="picture-in-picture 'none'"`);
  await expect.poll(() => drawn(frame)).toEqual(['sound-button']);
  await expect(frame.getByRole('button', { name: 'Turn on sound' })).toBeVisible();
  await expect.poll(() => warnings.join()).toContain('autoplay');
  const named = warnings.flatMap((text) => /allow="([^"]*)"/.exec(text)?.[1]?.split('; ') ?? []);
  expect(named.toSorted()).toEqual(ALL.split('; ').toSorted());
  await frame.getByRole('button', { name: 'Turn on sound' }).click();
  const isMuted = (): Promise<boolean | undefined> =>
    frame.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.muted);
  await expect.poll(isMuted).toBe(false);
});

test('in a frame that is allowed all of it nothing is missing, and nothing is said', async ({ page, openStand }) => {
  const { frame, warnings } = await open(page, await openStand(), `allow="${ALL}"`);
  await expect
    .poll(() => drawn(frame))
    .toEqual(expect.arrayContaining(['microphone-button', 'picture-in-picture-button', 'full-screen-button']));
  expect(warnings).toEqual([]);
});
