import { avatar, documentOf, expect, test } from '../support/wild.js';

/** Of the simulator's catalogue. */
const MAYA = '5ef4233d6d84715f123115e2';

const POLICY = '<meta http-equiv="Content-Security-Policy" content="img-src \'self\' data:; media-src \'self\'">';
const PAGE = documentOf(avatar(`avatar-id="${MAYA}"`), { head: POLICY });

test('a page that lets no other host’s pictures in shows the face where the backend serves it', async ({
  page,
  openStand,
}) => {
  const stand = await openStand({ backend: { proxyPictures: true } });
  await page.goto(stand.page('/', PAGE));
  const face = page.locator('kaltura-avatar .known-face[data-there] img');
  await expect(face).toBeVisible();
  expect(await face.evaluate((image: HTMLImageElement) => new URL(image.currentSrc).origin)).toBe(stand.url);
  expect(await face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test('a page that lets no other host’s pictures in shows a silhouette where the backend leaves them to it', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', PAGE));
  await expect(page.locator('kaltura-avatar .known-face img')).toHaveCount(1);
  await expect(page.locator('kaltura-avatar .silhouette')).toBeVisible();
  await expect(page.locator('kaltura-avatar .known-face[data-there]')).toHaveCount(0);
});
