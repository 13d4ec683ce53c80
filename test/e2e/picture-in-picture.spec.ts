import { expect, test, type Page } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';

const ENTER = 'Picture in picture';
const LEAVE = 'Leave picture in picture';

/** A single caption; spoken slowly, it stands for ten seconds. */
const CAPTION = 'One caption that is read for a good while';

test.describe('picture in picture', () => {
  let demo: DemoPage;
  let problems: string[];
  test.beforeEach(({ page }) => {
    demo = new DemoPage(page);
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
  });
  test.afterEach(() => expect(problems).toEqual([]));

  const start = async (page: Page): Promise<void> => {
    await page.goto('/html.html');
    await demo.avatar.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar']) => {
      avatar.greeting = null;
      avatar.voiceSpeed = 0.25;
    });
    await demo.start();
  };
  const press = async (name: string): Promise<void> => {
    await demo.avatar.hover();
    await demo.button(name).click();
  };
  const openWindow = async (page: Page): Promise<Page> => {
    const opened = page.context().waitForEvent('page');
    await press(ENTER);
    await expect(demo.button(LEAVE)).toBeVisible();
    return opened;
  };
  const say = async (text: string): Promise<void> => {
    const heard = demo.next('avatar-caption');
    await demo.avatar.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar'], said) => avatar.speak(said), text);
    await heard;
  };
  const framesGoOn = (video: DemoPage['video']): Promise<void> =>
    video.evaluate(
      (element: HTMLVideoElement) =>
        new Promise<void>((resolve) => {
          let first: number | undefined;
          element.requestVideoFrameCallback(function onFrame(_now, { presentedFrames }) {
            first ??= presentedFrames;
            if (presentedFrames > first + 10) resolve();
            else element.requestVideoFrameCallback(onFrame);
          });
        }),
    );

  test.describe('in a window that the element fills', () => {
    test('shows the moving picture, leaves the sound to the page, and is left by its button', async ({ page }) => {
      await start(page);
      const opened = await openWindow(page);
      const video = opened.locator('video');
      await framesGoOn(video);
      const [hasPicture, muted, fit] = await video.evaluate((element: HTMLVideoElement) => [
        element.videoWidth > 0,
        element.muted,
        getComputedStyle(element).objectFit,
      ]);
      expect([hasPicture, muted, fit]).toEqual([true, true, 'cover']);
      expect(await demo.video.evaluate((element: HTMLVideoElement) => [element.muted, element.paused])).toEqual([
        false,
        false,
      ]);
      expect([await opened.title(), await opened.locator('html').getAttribute('lang')]).toEqual(['The guide', 'en']);
      await expect(page.getByText('The avatar is in a window of its own.')).toBeVisible();

      const closed = opened.waitForEvent('close');
      await press(LEAVE);
      await closed;
      await expect(demo.button(ENTER)).toBeVisible();
    });

    test('shows the caption that is heard already, while captions are on', async ({ page }) => {
      await start(page);
      await say(CAPTION);
      const opened = await openWindow(page);
      const caption = opened.locator('p');
      await expect(caption).toHaveText(CAPTION);
      const captionWith = (captions: boolean): Promise<string | undefined> =>
        demo.avatar.evaluate(async (avatar: HTMLElementTagNameMap['kaltura-avatar'], isOn) => {
          avatar.captions = isOn;
          await avatar.updateComplete;
          return window.documentPictureInPicture?.window?.document.querySelector('p')?.textContent;
        }, captions);
      expect([await captionWith(false), await captionWith(true)]).toEqual(['', CAPTION]);
      await demo.button('Stop speaking').last().click();
      await expect(caption).toBeEmpty();
      await expect(caption).toBeHidden();
    });

    test('closes with the session, and with the element', async ({ page }) => {
      await start(page);
      for (const leave of [
        () => demo.button('Goodbye').click(),
        () => demo.avatar.evaluate((avatar) => avatar.remove()),
      ]) {
        const closed = (await openWindow(page)).waitForEvent('close');
        await leave();
        await closed;
        if ((await demo.avatar.count()) > 0) await press('Start again').then(() => demo.waitForState('live'));
      }
    });

    test('comes back into the page when the visitor closes the window', async ({ page }) => {
      await start(page);
      for (let time = 0; time < 2; time++) {
        const opened = await openWindow(page);
        await opened.close();
        await expect(demo.button(ENTER)).toBeVisible();
        await expect(page.getByText('The avatar is in a window of its own.')).toHaveCount(0);
      }
    });

    test.describe('that is slow to open', () => {
      /** Holds back what the browser answers; whoever calls what is given lets it go on, and gets how often it was asked. */
      const holdBack = (page: Page): Promise<() => Promise<number>> =>
        page
          .evaluateHandle(() => {
            const { documentPictureInPicture } = window;
            if (!documentPictureInPicture) throw new Error('This browser fills no window');
            const request = documentPictureInPicture.requestWindow.bind(documentPictureInPicture);
            let asked = 0;
            let letGo: () => void;
            const held = new Promise<void>((resolve) => (letGo = resolve));
            documentPictureInPicture.requestWindow = async (options) => {
              asked++;
              const opened = await request(options);
              await held;
              return opened;
            };
            return () => {
              letGo();
              return asked;
            };
          })
          .then((release) => () => release.evaluate((call) => call()));

      test('is asked for once by a button that is pressed twice', async ({ page }) => {
        await start(page);
        const letGo = await holdBack(page);
        await press(ENTER);
        await press(ENTER);
        expect(await letGo()).toBe(1);
        await expect(demo.button(LEAVE)).toBeVisible();
      });

      test('closes at once when the session is over by then', async ({ page }) => {
        await start(page);
        const letGo = await holdBack(page);
        const opened = page.context().waitForEvent('page');
        await press(ENTER);
        const closed = (await opened).waitForEvent('close');
        await demo.button('Goodbye').click();
        await demo.waitForState('ended');
        await letGo();
        await closed;
      });
    });

    test('stays in the page where the browser refuses', async ({ page }) => {
      await start(page);
      const told = page.waitForEvent('console', (message) => message.text().includes('The browser refused'));
      await demo.avatar.evaluate(async (avatar) => {
        // Which takes the click that it would need.
        (await window.documentPictureInPicture?.requestWindow({ width: 200, height: 200 }))?.close();
        avatar.shadowRoot?.querySelector<HTMLElement>('[part~="picture-in-picture-button"]')?.click();
      });
      expect((await told).text()).toContain('NotAllowedError');
      await framesGoOn(demo.video);
      await expect(demo.button(ENTER)).toHaveCount(1);
    });
  });

  test.describe('where the browser shows only the bare video', () => {
    test.beforeEach(({ page }) =>
      page.addInitScript(() => {
        Reflect.deleteProperty(window, 'documentPictureInPicture');
      }),
    );
    const isOn = (page: Page): Promise<boolean> => page.evaluate(() => document.pictureInPictureElement !== null);

    test('is entered and left by its button, and by the window’s own', async ({ page }) => {
      await start(page);
      await press(ENTER);
      await expect(demo.button(LEAVE)).toBeVisible();
      expect(await isOn(page)).toBe(true);
      await framesGoOn(demo.video);
      await press(LEAVE);
      await expect(demo.button(ENTER)).toBeVisible();
      expect(await isOn(page)).toBe(false);

      await press(ENTER);
      await expect(demo.button(LEAVE)).toBeVisible();
      await page.evaluate(() => document.exitPictureInPicture());
      await expect(demo.button(ENTER)).toBeVisible();
    });

    test('ends with the session, and with the element', async ({ page }) => {
      await start(page);
      for (const leave of [
        () => demo.button('Goodbye').click(),
        () => demo.avatar.evaluate((avatar) => avatar.remove()),
      ]) {
        await press(ENTER);
        await expect(demo.button(LEAVE)).toBeVisible();
        await leave();
        await expect.poll(() => isOn(page)).toBe(false);
        if ((await demo.avatar.count()) > 0) await press('Start again').then(() => demo.waitForState('live'));
      }
    });
  });
});
