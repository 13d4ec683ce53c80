import { look, rewriteAnswers } from '../support/wild-media.js';
import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

/** Each is given to the page as its source. */
const ANSWERS = {
  'refuses the picture': (sdp: string) =>
    sdp
      .replace(/^m=video \d+/m, 'm=video 0')
      .replace(/^a=group:BUNDLE.*/m, () => `a=group:BUNDLE ${/m=audio[^]*?a=mid:(\S+)/.exec(sdp)?.[1] ?? ''}`),
  'leaves the picture inactive': (sdp: string) =>
    sdp
      .split(/^(?=m=)/m)
      .map((part) => (part.startsWith('m=video') ? part.replace(/a=send(only|recv)/, 'a=inactive') : part))
      .join(''),
};

for (const [what, rewrite] of Object.entries(ANSWERS))
  test(`a server that ${what} is heard, with a face and a calm word`, async ({ page, openStand }) => {
    const stand = await openStand();
    await rewriteAnswers(page, rewrite);
    await page.goto(stand.page('/', documentOf(avatar('muted controls captions'))));
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
    await expect.poll(async () => (await look(page)).shown.text).toContain('There is no picture, only sound.');
    expect((await look(page)).parts).toContain('face');
    await expect.poll(async () => (await look(page)).buttons).toContain('Unmute');
    expect((await look(page)).buttons).not.toContain('Picture in picture');
    await page.evaluate(() => document.querySelector('kaltura-avatar')?.speak('Can you hear me now?'));
    await page.waitForFunction(() => document.querySelector('kaltura-avatar')?.speaking);
    await expect.poll(async () => (await seenIn(page)).captions).toEqual(['Can you hear me now?']);
    await page.waitForFunction(() => !document.querySelector('kaltura-avatar')?.speaking);
    expect((await seenIn(page)).errors).toEqual([]);
  });

test('a browser without the codec says that it cannot show the picture', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.addInitScript(() => {
    RTCRtpReceiver.getCapabilities = () => ({
      codecs: [{ mimeType: 'video/rtx', clockRate: 1 }],
      headerExtensions: [],
    });
  });
  await rewriteAnswers(page, ANSWERS['refuses the picture']);
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await expect.poll(async () => (await look(page)).shown.text).toContain('This browser cannot show the picture.');
});

test('a server that refuses the sound is seen, and has no buttons for it', async ({ page, openStand }) => {
  const stand = await openStand();
  await rewriteAnswers(page, (sdp) =>
    sdp
      .replace(/^m=audio \d+/m, 'm=audio 0')
      .replace(/^a=group:BUNDLE.*/m, () => `a=group:BUNDLE ${/m=video[^]*?a=mid:(\S+)/.exec(sdp)?.[1] ?? ''}`),
  );
  await page.goto(stand.page('/', documentOf(avatar('muted controls'))));
  expect(await start(page)).toBeUndefined();
  await expectState(page, 'live');
  await expect.poll(async () => (await look(page)).parts).toContain('end-button');
  expect((await look(page)).parts).not.toContain('mute-button');
  expect((await look(page)).parts).not.toContain('no-picture');
  const width = (): Promise<number> =>
    page.evaluate(() => document.querySelector('kaltura-avatar')?.video?.videoWidth ?? 0);
  await expect.poll(width).toBeGreaterThan(0);
});

test('a server that refuses both is an error, and no session is left', async ({ page, openStand }) => {
  const stand = await openStand();
  await rewriteAnswers(page, (sdp) => sdp.replace(/a=send(only|recv)/g, 'a=inactive'));
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBe('PROTOCOL: The WHEP server sends neither picture nor sound.');
  await expectState(page, 'error');
  await expect.poll(() => stand.openSessions()).toBe(0);
});
