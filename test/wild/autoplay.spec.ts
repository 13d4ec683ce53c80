import { readdirSync } from 'node:fs';

import { look, refusePlay } from '../support/wild-media.js';
import { avatar, documentOf, expect, expectState, seenIn, test } from '../support/wild.js';

/** Its name has the build's id in it. */
const SESSION_FILE = readdirSync(new URL('../../dist/cdn/', import.meta.url)).find((name) =>
  /^kaltura-avatar-session\.\w+\.js$/.test(name),
);

test('where muted autoplay is refused, too, there is a face and a button that plays', async ({ page, openStand }) => {
  const stand = await openStand();
  await refusePlay(page, { alsoMuted: true });
  await page.goto(stand.page('/', documentOf(avatar('muted autostart'))));
  await expectState(page, 'live');
  await expect.poll(async () => (await look(page)).buttons).toEqual(['Play']);
  expect(await look(page)).toMatchObject({ paused: true, shown: { isBlocked: true } });
  expect((await look(page)).parts).toContain('face');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => look(page)).toMatchObject({ paused: false, muted: true, shown: { isBlocked: false } });
  await expect.poll(async () => (await look(page)).parts).not.toContain('face');
  expect((await seenIn(page)).errors).toEqual([]);
});

for (const [what, gesture] of [
  ['a click anywhere on the page', 'click'],
  ['a key', 'key'],
] as const)
  test(`${what} plays what was refused, with its sound`, async ({ page, openStand }) => {
    const stand = await openStand();
    await refusePlay(page, { alsoMuted: true });
    await page.goto(stand.page('/', documentOf(`${avatar('autostart')}<h1>Welcome</h1>`)));
    await expectState(page, 'live');
    await expect.poll(async () => (await look(page)).buttons).toEqual(['Play']);
    if (gesture === 'click') await page.getByRole('heading').click();
    else await page.keyboard.press('a');
    await expect.poll(() => look(page)).toMatchObject({ paused: false, muted: false, shown: { isBlocked: false } });
  });

test('where only sound is refused, the picture plays and the unmute control turns the sound on', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await refusePlay(page, { alsoMuted: false });
  await page.goto(stand.page('/', documentOf(avatar('autostart controls'))));
  await expectState(page, 'live');
  await expect.poll(async () => (await look(page)).buttons).toContain('Turn on sound');
  expect(await look(page)).toMatchObject({ paused: false, muted: true, shown: { muted: false, isBlocked: true } });
  // The controls fade while no pointer moves over them.
  await page.locator('kaltura-avatar').hover();
  await page.getByRole('button', { name: 'Unmute' }).click();
  await expect.poll(() => look(page)).toMatchObject({ muted: false, shown: { muted: false, isBlocked: false } });
  expect((await look(page)).buttons).not.toContain('Turn on sound');
});

test('a button of the page that toggles the sound turns it on', async ({ page, openStand }) => {
  const stand = await openStand();
  await refusePlay(page, { alsoMuted: false });
  const button = '<button commandfor="guide" command="--toggle-mute">Sound</button>';
  await page.goto(stand.page('/', documentOf(`${avatar('id="guide" autostart')}${button}`)));
  await expectState(page, 'live');
  await expect.poll(async () => (await look(page)).buttons).toEqual(['Turn on sound']);
  await page.getByRole('button', { name: 'Sound', exact: true }).click();
  await expect.poll(() => look(page)).toMatchObject({ muted: false, shown: { muted: false, isBlocked: false } });
});

test('a session without an element tells of it once, and plays at the next click', async ({ page, openStand }) => {
  const stand = await openStand();
  await refusePlay(page, { alsoMuted: true });
  const script = `<script type="module">
    import '/cdn/kaltura-avatar.js';
    import { KalturaAvatarSession, createEndpointSource } from '/cdn/${SESSION_FILE}';
    const session = window.session = new KalturaAvatarSession(undefined);
    session.on('error', (error) => seen.errors.push(error.code));
    session.attachAvatar('box');
    await session.connect(createEndpointSource({ endpoint: '/api/avatar/session' }));
    seen.states.push('connected');
  </script>`;
  await page.goto(stand.page('/', documentOf('<div id="box" style="inline-size: 300px"></div>', { script })));
  await expect.poll(async () => (await seenIn(page)).states).toEqual(['connected']);
  const video = page.locator('#box video');
  const played = (): Promise<{ paused: boolean; muted: boolean }> =>
    video.evaluate(({ paused, muted }: HTMLVideoElement) => ({ paused, muted }));
  await expect.poll(async () => (await seenIn(page)).errors).toEqual(['AUTOPLAY_BLOCKED']);
  expect((await played()).paused).toBe(true);
  await page.mouse.click(400, 400);
  await expect.poll(played).toEqual({ paused: false, muted: false });
  expect((await seenIn(page)).errors).toEqual(['AUTOPLAY_BLOCKED']);
});
