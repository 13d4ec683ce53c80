import { expect, test } from 'playwright/test';

import { DemoPage, MOUTH } from '../support/demo-page.js';
import { leastOf } from '../support/least-of.js';
import { encodeMp3, tone } from '../support/sound.js';

const STORY =
  'Once upon a time there was a web page that nobody talked to. One day it got a face and a voice, and from then on everybody stayed a little longer.';

test.describe('the demo', () => {
  let demo: DemoPage;
  let problems: string[];
  test.beforeEach(async ({ page }) => {
    demo = new DemoPage(page);
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await demo.open();
  });
  test.afterEach(() => expect(problems).toEqual([]));

  test('shows an avatar that talks, is interrupted, and leaves nothing behind', async ({ page }) => {
    await test.step('it starts, and its picture moves', async () => {
      await demo.start();
      const [width, height] = await demo.video.evaluate((video) => [
        (video as HTMLVideoElement).videoWidth,
        (video as HTMLVideoElement).videoHeight,
      ]);
      expect(width).toBeGreaterThan(0);
      expect(height).toBe(width);
      expect(await demo.motion({ x: 0, y: 0, width: 512, height: 512 }, 10)).toBeGreaterThan(0);
      expect((await demo.status()).openSessions).toBe(1);
    });

    await test.step('it speaks, and its mouth moves', async () => {
      const atRest = await demo.motion(MOUTH);
      const begun = demo.next('avatar-speaking-start');
      await demo.say(STORY);
      await begun;
      await expect(page.locator('#speaking')).toHaveText('yes');
      expect(await demo.motion(MOUTH)).toBeGreaterThan(atRest * 2);
    });

    await test.step('it falls silent within 700 ms of an interrupt', async () => {
      const silentAfterMs = await leastOf(700, async () => {
        await demo.say(STORY);
        await expect(page.locator('#speaking')).toHaveText('yes');
        const ended = demo.next('avatar-speaking-end');
        const interruptedAt = await page.evaluate(() => {
          document.getElementById('interrupt')?.click();
          return performance.now();
        });
        return (await ended).at - interruptedAt;
      });
      expect(silentAfterMs).toBeLessThan(700);
    });

    await test.step('it ends, and no session stays open', async () => {
      await demo.button('End').click();
      await demo.waitForState('ended');
      await expect(demo.button('Start again')).toBeVisible();
      await expect.poll(async () => (await demo.status()).openSessions).toBe(0);
    });
  });

  test('starts by itself when it is asked to speak', async () => {
    const begun = demo.next('avatar-speaking-start');
    await demo.say('Hello.');
    await begun;
    const { sessions } = await demo.status();
    expect(sessions.find(({ state }) => state !== 'ended')?.turns.map(({ text }) => text)).toEqual(['Hello.']);
  });

  test('answers a question about this project', async ({ page }) => {
    await demo.start();
    const begun = demo.next('avatar-speaking-start');
    const field = demo.avatar.getByRole('textbox');
    await field.fill('May I use this commercially?');
    await field.press('Enter');
    await begun;
    await expect(demo.log()).toContainText('avatar-message');
    const said = async (): Promise<string> => {
      const { sessions } = await demo.status();
      return sessions.flatMap(({ turns }) => turns.map(({ text }) => text)).join(' ');
    };
    await expect.poll(said).toContain('It is free software under the MIT licence.');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('says a word of explanation for a text that cannot be said, and keeps it', async ({ page }) => {
    await demo.start();
    await demo.say('   ');
    await expect(demo.avatar.getByRole('alert')).toContainText('The avatar cannot say that.');
    await expect(demo.log()).toContainText('INVALID_INPUT: There is nothing to say: the text is empty.');
    await expect(page.getByLabel('What should it say?')).toHaveValue('   ');
    await expect(demo.state()).toHaveText('live');
  });

  test('speaks an MP3 file, and refuses another', async ({ page }) => {
    const mp3 = await encodeMp3(tone({ hz: 220, sampleRate: 44_100, seconds: 2 }), 44_100, 1);
    await demo.start();
    const begun = demo.next('avatar-speaking-start');
    const file = page.getByLabel('Or let it speak an MP3 file');
    await file.setInputFiles({ name: 'tone.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from(mp3) });
    await begun;
    await file.setInputFiles({ name: 'speech.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF....WAVEfmt ') });
    await expect(demo.log()).toContainText('INVALID_INPUT: The audio file (audio/wav) cannot be decoded.');
  });

  test('is started, used and ended with the keyboard alone', async ({ page }) => {
    await page.keyboard.press('Tab');
    await expect(demo.button('Start talking')).toBeFocused();
    await page.keyboard.press('Enter');
    await demo.waitForState('live');
    const text = page.getByLabel('What should it say?');
    while (!(await text.evaluate((field) => field === document.activeElement))) await page.keyboard.press('Tab');
    const begun = demo.next('avatar-speaking-start');
    await page.keyboard.press('Control+Enter');
    await begun;
    while (!(await demo.button('End').evaluate((button) => button === document.activeElement)))
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await demo.waitForState('ended');
  });

  test('ends its session when the page is left', async ({ page }) => {
    // Left alone, a session is over after 30 s.
    const isOver = () => expect.poll(async () => (await demo.status()).openSessions, { timeout: 15_000 }).toBe(0);
    await demo.start();
    await page.reload();
    await isOver();
    await demo.start();
    await page.goto('about:blank');
    await isOver();
  });
});
