// Visitors who talk: a recorded voice is Chromium's own microphone.
import type { LaunchOptions, Page } from 'playwright/test';

import { coughs, joined, silence } from '../support/listening-sounds.js';
import { say } from '../support/say.js';
import { SeededRandom } from '../support/seeded-random.js';
import { capturing } from '../support/spoken-capture.js';
import { avatar, documentOf, expect, expectState, test as base, type Stand } from '../support/wild.js';
import type { StandOptions } from '../support/wild-stand.js';

const QUESTION = 'Tell me the story of the harbour, please.';
const NEXT_QUESTION = 'And when do you open on Sundays?';
const ANSWER = 'We open at nine.';
const STORY = 'Once upon a time there was a harbour with many ships, and a lighthouse that nobody kept. '.repeat(8);

const hearing = (sounds: () => Promise<Float32Array[]>): typeof base =>
  base.extend<object, { launchOptions: LaunchOptions }>({
    launchOptions: [
      async ({ launchOptions }, use) => {
        const args = [...(launchOptions.args ?? []), ...(await capturing(...(await sounds())))];
        await use({ ...launchOptions, args });
      },
      { scope: 'worker' },
    ],
  });

const turnsOf = ({ simulator }: Stand): { text: string; state: string }[] =>
  simulator.sessions().flatMap(({ turns }) => turns.map(({ text, state }) => ({ text, state })));

/** A page with an avatar that listens hands-free. */
async function open(page: Page, openStand: OpenStand, options: StandOptions['backend']): Promise<Stand> {
  const stand = await openStand({ backend: options ?? {} });
  await page.goto(
    stand
      .page('/', documentOf(avatar('composer show-transcript microphone="hands-free"')))
      .replace('127.0.0.1', 'localhost'),
  );
  return stand;
}

type OpenStand = (options?: StandOptions) => Promise<Stand>;

const talk = (page: Page): Promise<void> => page.getByRole('button', { name: 'Talk hands-free' }).click();

const isListening = (page: Page): Promise<boolean> =>
  page.locator('kaltura-avatar').evaluate((element) => element.matches(':state(listening)'));

const asking = hearing(async () => [silence(2), ...(await say([QUESTION])), silence(5)]);

asking(
  'a question is answered aloud, and one that is asked over the answer interrupts it',
  async ({ page, openStand }) => {
    const understood = [QUESTION, NEXT_QUESTION];
    const stand = await open(page, openStand, {
      transcribe: () => understood.shift() ?? '',
      reply: (message) => (message === QUESTION ? STORY : ANSWER),
    });
    await talk(page);
    await expect(page.locator('kaltura-avatar')).toContainText(QUESTION);
    await expect.poll(() => turnsOf(stand)[0]?.state).toBe('speaking');
    await expect(page.locator('kaltura-avatar')).toContainText(NEXT_QUESTION);
    await expect(page.locator('kaltura-avatar')).toContainText(ANSWER);
    await expect.poll(() => turnsOf(stand).map(({ state }) => state)).toEqual(['interrupted', 'said']);
  },
);

const coughing = hearing(async () => Promise.resolve([joined(silence(1), coughs(5, new SeededRandom(5)))]));

coughing('coughs make the avatar quieter for a moment, and it talks on to the end', async ({ page, openStand }) => {
  const ending = 'And that is how the harbour got its light.';
  const stand = await open(page, openStand, {
    // What coughs are written down as by those who write down all that they hear.
    transcribe: () => '',
    reply: () => `${STORY.slice(0, STORY.length / 4)}${ending}`,
  });
  await talk(page);
  await expectState(page, 'live');
  await expect.poll(() => isListening(page)).toBe(true);
  const loudest = page.locator('kaltura-avatar').evaluate(
    (host) =>
      new Promise<number>((resolve) => {
        let level = 0;
        const button = host.shadowRoot?.querySelector<HTMLElement>('[part~="microphone-button"]');
        const watch = (): void => {
          level = Math.max(level, Number(button?.style.getPropertyValue('--_level') ?? 0));
        };
        const timer = setInterval(watch, 30);
        const stop = (): void => {
          clearInterval(timer);
          resolve(level);
        };
        host.addEventListener('avatar-speaking-end', stop, { once: true });
      }),
  );
  await page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).send('Tell me the story.'));
  await expect.poll(() => turnsOf(stand).map(({ state }) => state), { timeout: 50_000 }).toEqual(['said']);
  expect(turnsOf(stand)[0]?.text).toContain(ending);
  expect(await loudest, 'the coughs were heard').toBeGreaterThan(0.5);
});

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const asked = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = (await capturing(silence(5))).filter((arg) => arg !== '--use-fake-ui-for-media-stream');
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] });
    },
    { scope: 'worker' },
  ],
});

asked(
  'a permission that is taken back while the avatar listens is told in words, and given again it listens',
  async ({ page, context, openStand }) => {
    const stand = await open(page, openStand, { transcribe: () => QUESTION, reply: () => ANSWER });
    const origin = stand.at('localhost');
    await context.grantPermissions(['microphone'], { origin });
    await talk(page);
    await expect.poll(() => isListening(page)).toBe(true);
    const devtools = await context.newCDPSession(page);
    const { targetInfo } = await devtools.send('Target.getTargetInfo');
    const { browserContextId = '' } = targetInfo;
    const permission = { name: 'microphone' };
    await devtools.send('Browser.setPermission', { permission, setting: 'denied', origin, browserContextId });
    await expect(page.locator('kaltura-avatar')).toContainText(
      'The microphone cannot be used. Check the browser’s permissions.',
    );
    expect(await isListening(page)).toBe(false);
    await context.grantPermissions(['microphone'], { origin });
    await talk(page);
    await expect.poll(() => isListening(page)).toBe(true);
    await expect(page.locator('kaltura-avatar')).not.toContainText('The microphone cannot be used.');
  },
);

asked('a frame of another site that may not use the microphone says so', async ({ page, context, openStand }) => {
  const stand = await openStand({ backend: { transcribe: () => QUESTION, reply: () => ANSWER } });
  await context.grantPermissions(['microphone']);
  const source = stand.page('/frame', documentOf(avatar('composer microphone="hands-free"')));
  stand.page('/', documentOf(`<iframe width="600" height="560" src="${source}"></iframe>`));
  await page.goto(`${stand.at('localhost')}/`);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Talk hands-free' }).click();
  await expect(frame.locator('kaltura-avatar')).toContainText(
    'The page around this one does not let it use the microphone.',
  );
});
