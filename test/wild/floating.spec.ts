import { avatar, documentOf, expect, test } from '../support/wild.js';

const WRAPPERS: Record<string, (avatar: string) => string> = {
  transform: (it) => `<div style="transform: translateZ(0); height: 200px; overflow: hidden">${it}</div>`,
  filter: (it) => `<div style="filter: blur(0); height: 200px">${it}</div>`,
  perspective: (it) => `<div style="perspective: 100px; height: 200px">${it}</div>`,
  containment: (it) => `<div style="contain: strict; height: 100px; width: 100px">${it}</div>`,
  'will-change': (it) => `<div style="will-change: transform; height: 100px">${it}</div>`,
  'a container': (it) => `<div style="container-type: size; height: 100px">${it}</div>`,
  'a lower z-index': (it) =>
    `<div style="position: relative; z-index: 0">${it}</div><div style="position: fixed; inset: 0; z-index: 9999; background: #eee"></div>`,
  'an open modal dialog': (it) =>
    `<dialog style="transform: scale(1)">${it}</dialog><script>document.querySelector('dialog').showModal()</script>`,
  'rules for all elements': (it) =>
    `<style>* { position: relative; margin: 9px; border: 3px solid; padding: 5px; max-width: 50%; min-height: 99px; box-sizing: border-box } [popover] { inset: 0; margin: auto }</style>${it}`,
};

const corner = {
  right: 20,
  bottom: 20,
  width: 72,
  height: 72,
  isHit: true,
};

for (const [name, wrap] of Object.entries(WRAPPERS))
  test(`a floating avatar is in the corner of the window inside ${name}`, async ({ page, openStand }) => {
    const stand = await openStand();
    await page.goto(stand.page('/', documentOf(wrap(avatar('placement="bottom-end"')))));
    await page.locator('kaltura-avatar [part~="launcher-button"]').waitFor();
    const seen = () =>
      page.locator('kaltura-avatar').evaluate((host) => {
        const { x, y, right, bottom, width, height } = host.getBoundingClientRect();
        const isHit = document.elementFromPoint(x + width / 2, y + height / 2) === host;
        return {
          right: document.documentElement.clientWidth - right,
          bottom: innerHeight - bottom,
          width,
          height,
          isHit,
        };
      });
    await expect.poll(seen).toEqual(corner);
  });

test('a dialog that the page opens later is above a floating avatar', async ({ page, openStand }) => {
  const stand = await openStand();
  const dialog = '<dialog style="width: 100vw; height: 100vh; max-width: none; max-height: none"></dialog>';
  await page.goto(stand.page('/', documentOf(avatar('placement="bottom-end"') + dialog)));
  await page.locator('kaltura-avatar [part~="launcher-button"]').waitFor();
  const above = await page.evaluate(() => {
    document.querySelector('dialog')?.showModal();
    return document.elementFromPoint(innerWidth - 60, innerHeight - 60)?.localName;
  });
  expect(above).toBe('dialog');
});

test('a floating avatar whose page sets a z-index is below what is above that', async ({ page, openStand }) => {
  const stand = await openStand();
  const head = '<style>kaltura-avatar { --kaltura-avatar-z-index: 5 }</style>';
  const cover = '<div style="position: fixed; inset: 0; z-index: 6"></div>';
  await page.goto(stand.page('/', documentOf(avatar('placement="bottom-end"') + cover, { head })));
  await page.locator('kaltura-avatar [part~="launcher-button"]').waitFor();
  expect(await page.evaluate(() => document.elementFromPoint(innerWidth - 60, innerHeight - 60)?.localName)).toBe(
    'div',
  );
});

test('a floating avatar in a dialog that is opened later is above that dialog', async ({ page, openStand }) => {
  const stand = await openStand();
  const style = 'style="width: 100vw; height: 100vh; max-width: none; max-height: none"';
  await page.goto(stand.page('/', documentOf(`<dialog ${style}>${avatar('placement="bottom-end"')}</dialog>`)));
  await page.locator('kaltura-avatar [part~="launcher-button"]').waitFor({ state: 'attached' });
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  await expect
    .poll(() => page.evaluate(() => document.elementFromPoint(innerWidth - 60, innerHeight - 60)?.localName))
    .toBe('kaltura-avatar');
});

test('a floating avatar fills the screen and is back in its corner afterwards', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('placement="bottom-end" controls'))));
  await page.locator('kaltura-avatar [part~="launcher-button"]').click();
  await page.locator('kaltura-avatar [part~="start-button"]').click();
  await page.locator('kaltura-avatar [part~="full-screen-button"]').click();
  await page.waitForFunction(() => document.fullscreenElement?.localName === 'kaltura-avatar');
  await page.evaluate(() => document.exitFullscreen());
  await page.waitForFunction(() => document.querySelector('kaltura-avatar')?.matches(':popover-open'));
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.end());
});
