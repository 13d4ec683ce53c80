import { expect, test } from 'playwright/test';

import { startDemo, type DemoProcess } from '../support/demo-process.js';
import { DemoPage, MOUTH } from '../support/demo-page.js';
import { heardAfterClick } from '../support/heard-after.js';
import { leastOf } from '../support/least-of.js';

const STORY =
  'Once upon a time there was a web page that nobody talked to. One day it got a face and a voice. ' +
  'From then on everybody stayed a little longer, and came back the next day.';

/** Within so long of an interrupt nothing is heard any more: the bound, and the beginning of the clip that waited. */
const SILENT_WITHIN_MS = 300 + 200;

test.describe('the demo on a service that answers as the live one', () => {
  let server: DemoProcess;
  test.beforeAll(async () => {
    test.setTimeout(90_000);
    server = await startDemo({ AVATAR_SIMULATOR: 'live' });
  });
  test.afterAll(() => server.close());

  test('speaks sentence by sentence with captions, is interrupted, and leaves nothing behind', async ({ page }) => {
    const demo = new DemoPage(page, server.url);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await demo.open();

    await test.step('its own face is there before the start', async () => {
      await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
      expect((await demo.status()).sessions).toEqual([]);
    });

    await demo.start();
    const atRest = await demo.motion(MOUTH);

    await test.step('it speaks, its mouth moves, and captions are shown', async () => {
      const begun = demo.next('avatar-speaking-start');
      await demo.say(STORY);
      await begun;
      await expect(demo.log()).toContainText('Once upon a time');
      expect(await demo.motion(MOUTH)).toBeGreaterThan(atRest * 2);
      // Said by clips, each of them a turn of its own.
      await expect.poll(async () => (await demo.status()).sessions.at(-1)?.turns.length).toBeGreaterThan(1);
    });

    await test.step('it falls silent at an interrupt, and what was to come is not said', async () => {
      const heardForMs = await leastOf(SILENT_WITHIN_MS, async () => {
        await demo.say(STORY);
        await expect(page.locator('#speaking')).toHaveText('yes');
        return heardAfterClick(demo, 'interrupt');
      });
      expect(heardForMs).toBeLessThan(SILENT_WITHIN_MS);
      await expect(page.locator('#speaking')).toHaveText('no');
      const { sessions } = await demo.status();
      expect(sessions.at(-1)?.turns.filter(({ state }) => state === 'queued' || state === 'speaking')).toEqual([]);
    });

    await test.step('it answers a question by voice', async () => {
      const begun = demo.next('avatar-speaking-start');
      const field = demo.avatar.getByRole('textbox');
      await field.fill('May I use this commercially?');
      await field.press('Enter');
      await begun;
      await demo.button('Interrupt').click();
      await expect(page.locator('#speaking')).toHaveText('no');
    });

    await test.step('it answers again', async () => {
      const begun = demo.next('avatar-speaking-start');
      await demo.say('Here I am again.');
      await begun;
    });

    await demo.button('End').click();
    await demo.waitForState('ended');
    await expect.poll(async () => (await demo.status()).openSessions).toBe(0);
    expect(problems).toEqual([]);
  });
});
