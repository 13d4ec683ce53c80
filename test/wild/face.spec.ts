import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, start, test } from '../support/wild.js';

/** A film of so many seconds, made by the browser itself. */
async function filmOf(page: Page, seconds: number): Promise<Buffer> {
  const base64 = await page.evaluate(async (until) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    const startedAt = performance.now();
    for (let frame = 0; performance.now() - startedAt < until * 1000; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (context) context.fillStyle = `hsl(${frame * 9} 80% 50%)`;
      context?.fillRect(0, 0, canvas.width, canvas.height);
    }
    recorder.stop();
    await stopped;
    let binary = '';
    for (const byte of new Uint8Array(await new Blob(parts).arrayBuffer())) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, seconds);
  return Buffer.from(base64, 'base64');
}

const RED =
  '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="red"/></svg>';

/** A catalogue whose avatar has a picture and a film: the simulator's have pictures alone. */
async function withFilm(page: Page, film: Buffer | string): Promise<{ filmRequests: () => number }> {
  let filmRequests = 0;
  const facts = { avatarId: 'maya', imageUrl: 'http://faces.test/maya.svg', videoUrl: 'http://faces.test/maya.webm' };
  await page.route('**/api/avatar/avatar', (route) => route.fulfill({ json: { ...facts, voices: [] } }));
  await page.route('http://faces.test/maya.svg', (route) => route.fulfill({ body: RED, contentType: 'image/svg+xml' }));
  await page.route('http://faces.test/maya.webm', (route) => {
    filmRequests++;
    return route.fulfill({ body: film, contentType: 'video/webm' });
  });
  return { filmRequests: () => filmRequests };
}

test('the film of the avatar plays without sound until the avatar itself is there', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/empty', documentOf('')));
  await withFilm(page, await filmOf(page, 1));
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  const film = page.locator('kaltura-avatar .known-face video');
  await expect
    .poll(() => film.evaluate(({ muted, currentTime }: HTMLVideoElement) => muted && currentTime > 0))
    .toBe(true);
  expect(await start(page)).toBeUndefined();
  await expectState(page, 'live');
  await expect(film).toHaveCount(0);
});

test('a longer film rests on the picture within five seconds, and plays again for a visitor who turns to it', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/empty', documentOf('')));
  await withFilm(page, await filmOf(page, 6));
  await page.goto(stand.page('/', documentOf(avatar(''))));
  const film = page.locator('kaltura-avatar .known-face video');
  const rests = (): Promise<boolean> => film.evaluate((it) => it.matches('[data-resting]'));
  const seen = (): Promise<[paused: boolean, currentTime: number]> =>
    film.evaluate(({ paused, currentTime }: HTMLVideoElement) => [paused, currentTime]);
  await expect.poll(rests, { timeout: 15_000 }).toBe(true);
  const [paused, currentTime] = await seen();
  expect([paused, currentTime < 5]).toEqual([true, true]);
  await expect(film).toHaveCSS('opacity', '0');
  await page.locator('kaltura-avatar').hover();
  await expect.poll(rests).toBe(false);
  expect((await seen())[0]).toBe(false);
  await expect.poll(rests, { timeout: 15_000 }).toBe(true);
});

test('those who want less motion see the picture, and nothing of the film is loaded', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { filmRequests } = await withFilm(page, RED);
  await page.goto(stand.page('/', documentOf(avatar(''))));
  await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
  expect([await page.locator('kaltura-avatar .known-face video').count(), filmRequests()]).toEqual([0, 0]);
});

test('those who save data see the picture, and nothing of the film is loaded', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const { filmRequests } = await withFilm(page, RED);
  await page.goto(stand.page('/', documentOf(avatar(''))));
  await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
  expect(filmRequests()).toBe(0);
});

test('a film that cannot be played leaves the picture', async ({ page, openStand }) => {
  const stand = await openStand();
  await withFilm(page, RED);
  await page.goto(stand.page('/', documentOf(avatar(''))));
  await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
  await expect(page.locator('kaltura-avatar .known-face video')).toHaveCount(0);
});

/** The colour in the middle of a picture, as red, green and blue. */
function colourOf(page: Page, picture: Buffer): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixel = context?.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data ?? [];
    return [...pixel].slice(0, 3);
  }, picture.toString('base64'));
}

for (const placement of ['inline', 'bottom-end']) {
  test(`nothing of the element lies over the face where it is ${placement}`, async ({ page, openStand }) => {
    const stand = await openStand();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await withFilm(page, RED);
    await page.goto(stand.page('/', documentOf(avatar(`placement="${placement}"`))));
    await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
    await expect
      .poll(async () => colourOf(page, await page.locator('kaltura-avatar .stage').screenshot()))
      .toEqual([255, 0, 0]);
  });
}
