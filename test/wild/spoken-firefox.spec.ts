// A visitor who talks in the Firefox that visitors have, whose microphone is a room in which somebody speaks.
import { startPulseAudio } from '../support/pulse-audio.js';
import { openInFirefox } from '../support/room-browsers.js';
import { say } from '../support/say.js';
import { avatar, documentOf, expect, test } from '../support/wild.js';

const QUESTION = 'When do you open on Sundays?';
const ANSWER = 'We open at nine.';

test('a question is heard hands-free in Firefox, and answered aloud', async ({ openStand }) => {
  test.setTimeout(90_000);
  const recordings: string[] = [];
  const stand = await openStand({
    backend: {
      transcribe: ({ type }) => {
        recordings.push(type);
        return QUESTION;
      },
      reply: () => ANSWER,
    },
  });
  const audio = await startPulseAudio();
  const url = stand.page('/', documentOf(avatar('composer microphone="hands-free"')));
  const page = await openInFirefox(url, audio.env);
  try {
    const isDrawn = (): Promise<boolean> =>
      page.run(
        () =>
          document
            .querySelector('kaltura-avatar')
            ?.shadowRoot?.querySelector('[part~="microphone-button"]')
            ?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })) === true,
      );
    await expect.poll(isDrawn).toBe(true);
    await expect
      .poll(() =>
        page.run(() => {
          const element = document.querySelector('kaltura-avatar');
          return element?.state === 'live' && element.matches(':state(listening)');
        }),
      )
      .toBe(true);
    await audio.play((await say([QUESTION]))[0] ?? new Float32Array());
    const said = (): string[] => stand.simulator.sessions().flatMap(({ saidTexts }) => saidTexts);
    await expect.poll(said).toEqual([ANSWER]);
    expect(recordings).toEqual(['audio/webm']);
    await page.run(() => document.querySelector('kaltura-avatar')?.end());
  } finally {
    await page.close();
    await audio.close();
  }
});
