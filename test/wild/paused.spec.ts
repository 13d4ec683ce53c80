import { look } from '../support/wild-media.js';
import { avatar, documentOf, expect, expectState, start, test, type Stand } from '../support/wild.js';
import type { Page } from 'playwright/test';

const open = async (page: Page, stand: Stand, attributes = 'muted'): Promise<void> => {
  await page.goto(stand.page('/', documentOf(avatar(attributes))));
  expect(await start(page)).toBeUndefined();
  await expect.poll(async () => (await look(page)).time).toBeGreaterThan(0);
};

/** Runs in the page, with the avatar's video. */
const onVideo = (page: Page, act: (video: HTMLVideoElement) => void): Promise<void> =>
  page.evaluate(`(${act.toString()})(document.querySelector('kaltura-avatar').video)`);

const ACTS: Record<string, (video: HTMLVideoElement) => void> = {
  'pauses it': (video) => video.pause(),
  'takes its stream away': (video) => {
    video.srcObject = null;
  },
  'takes it out of the page and puts it back': (video) => {
    const { parentNode, nextSibling } = video;
    video.remove();
    parentNode?.insertBefore(video, nextSibling);
  },
  'stops its time': (video) => {
    video.playbackRate = 0;
  },
};

for (const [name, act] of Object.entries(ACTS))
  test(`an avatar goes on after a script ${name}`, async ({ page, openStand }) => {
    const stand = await openStand();
    await open(page, stand);
    await onVideo(page, act);
    await expect.poll(async () => (await look(page)).paused).toBe(false);
    const { time } = await look(page);
    await expect.poll(async () => (await look(page)).time).toBeGreaterThan(time);
    expect(await look(page)).toMatchObject({ hasStream: true, buttons: [], shown: { isBlocked: false } });
    expect(stand.creates()).toBe(1);
  });

test('against a script that pauses it again and again it gives in, with one button that plays it', async ({
  page,
  openStand,
}) => {
  await open(page, await openStand());
  await page.evaluate(() => {
    const { video } = document.querySelector('kaltura-avatar') ?? {};
    const state = Object.assign(window, { pauses: 0, isPausing: true });
    const pause = (): void => {
      if (!state.isPausing) return;
      state.pauses++;
      video?.pause();
    };
    video?.addEventListener('play', pause);
    pause();
  });
  await expect.poll(async () => (await look(page)).buttons).toEqual(['Play']);
  expect(await look(page)).toMatchObject({ paused: true, shown: { isBlocked: true } });
  await expectState(page, 'live');
  const pauses = (): Promise<number> => page.evaluate(() => (window as unknown as { pauses: number }).pauses);
  expect(await pauses()).toBeLessThan(6);
  await page.evaluate(() => Object.assign(window, { isPausing: false }));
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => look(page)).toMatchObject({ paused: false, buttons: [], shown: { isBlocked: false } });
});

test('a hidden page is not fought for, and plays once it is seen again', async ({ page, openStand }) => {
  await open(page, await openStand());
  const setHidden = (isHidden: boolean): Promise<void> =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await setHidden(true);
  await onVideo(page, (video) => video.pause());
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const avatar = document.querySelector('kaltura-avatar');
        Object.assign(avatar ?? {}, { captions: true });
        void avatar?.updateComplete.then(() => setTimeout(resolve, 600));
      }),
  );
  expect(await look(page)).toMatchObject({ paused: true, buttons: [], shown: { isBlocked: false } });
  await setHidden(false);
  await expect.poll(async () => (await look(page)).paused).toBe(false);
});

test('speech is still followed after everything that plays on the page was paused', async ({ page, openStand }) => {
  await page.addInitScript(() => {
    const made: HTMLMediaElement[] = Object.assign(window, { made: [] }).made;
    window.Audio = new Proxy(Audio, {
      construct: (Native, args: []) => {
        const audio = new Native(...args);
        made.push(audio);
        return audio;
      },
    });
  });
  await open(page, await openStand());
  await onVideo(page, (video) => {
    video.pause();
    for (const audio of (window as unknown as { made: HTMLMediaElement[] }).made) audio.pause();
  });
  const heard = await page.evaluate(async () => {
    const element = document.querySelector('kaltura-avatar');
    const began = new Promise((resolve) => element?.addEventListener('avatar-speaking-start', () => resolve(true)));
    await element?.speak('Hello again, here I am.');
    return began;
  });
  expect(heard).toBe(true);
});

test('what the browser mutes and turns down stays so, is shown, and can be set by the page again', async ({
  page,
  openStand,
}) => {
  await open(page, await openStand(), 'controls style="inline-size: 640px"');
  await onVideo(page, (video) => {
    video.muted = true;
    video.volume = 0.25;
  });
  await expect.poll(async () => (await look(page)).shown).toMatchObject({ muted: true, volume: 0.25 });
  await page.evaluate(() => Object.assign(document.querySelector('kaltura-avatar') ?? {}, { captions: true }));
  await expect.poll(async () => (await look(page)).buttons).toContain('Hide captions');
  expect(await look(page)).toMatchObject({ muted: true, volume: 0.25 });
  expect((await look(page)).buttons).toContain('Unmute');
  await page.evaluate(() =>
    Object.assign(document.querySelector('kaltura-avatar') ?? {}, { muted: false, volume: 0.5 }),
  );
  await expect
    .poll(() => look(page))
    .toMatchObject({ muted: false, volume: 0.5, shown: { muted: false, volume: 0.5 } });
});

test('where the volume cannot be set there is no slider', async ({ page, openStand }) => {
  await page.addInitScript(() => {
    Object.defineProperty(HTMLMediaElement.prototype, 'volume', { get: () => 1, set: () => undefined });
  });
  await open(page, await openStand(), 'controls style="inline-size: 640px"');
  await expect.poll(async () => (await look(page)).parts).toContain('mute-button');
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect((await look(page)).parts).not.toContain('volume');
});

test('a click on the picture leaves the focus there, and Space does not stop the speech', async ({
  page,
  openStand,
}) => {
  await open(page, await openStand(), 'controls');
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.speak('One two three four five. '.repeat(8)));
  await page.waitForFunction(() => document.querySelector('kaltura-avatar')?.speaking);
  await page.locator('kaltura-avatar').click({ position: { x: 200, y: 100 } });
  await page.evaluate(() => document.querySelector('kaltura-avatar')?.updateComplete);
  await page.keyboard.press('Space');
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.querySelector('kaltura-avatar')?.shadowRoot?.activeElement?.className);
  expect(await focused()).toBe('stage');
  expect(await page.evaluate(() => document.querySelector('kaltura-avatar')?.speaking)).toBe(true);
});
