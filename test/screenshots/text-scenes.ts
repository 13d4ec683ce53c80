import type { Scene, Stage } from './scenes.js';

/** Of the simulator's catalogue, which has her picture. */
const MAYA = '5ef4233d6d84715f123115e2';

const ANSWERS = [
  'We are open from nine to six, Monday to Saturday. On Sundays the shop is closed, but you can order online.',
  'The museum quarter is two stops by tram. The [plan](https://example.com/plan) has all the lines.',
];

/** The page answers, so that no model is needed. */
const write = async ({ page }: Stage): Promise<void> => {
  await page.evaluate(async (answers) => {
    const avatar = document.querySelector('kaltura-avatar');
    if (!avatar) return;
    let count = 0;
    avatar.reply = async function* () {
      yield await Promise.resolve(answers[count++ % answers.length] ?? '');
      yield { suggestions: ['Where are you?', 'Can I order online?'] };
    };
    await avatar.send('When do you open?');
    await avatar.send('And how do I get there?');
  }, ANSWERS);
  await page.locator('kaltura-avatar [part~="suggestion-button"]').first().waitFor();
};

const fail = async (stage: Stage, status: number): Promise<void> => {
  await stage.page.evaluate(() => {
    const avatar = document.querySelector('kaltura-avatar');
    if (avatar) avatar.reply = () => 'Yes.';
  });
  stage.simulator.faults.add({ call: 'create', kind: 'status', status });
  await stage.page.evaluate(() =>
    document
      .querySelector('kaltura-avatar')
      ?.start()
      .catch(() => undefined),
  );
  await stage.page.locator('kaltura-avatar [part~="write-button"]').waitFor();
};

/** The conversation in writing, and the offer of it. */
export const TEXT_SCENES: readonly Scene[] = [
  {
    name: 'text',
    state: 'idle',
    shows: '[part~="writing-head"]',
    attributes: { mode: 'text', label: 'Maya' },
    reach: write,
  },
  {
    name: 'text-face',
    state: 'idle',
    shows: '.known-face[data-there]',
    attributes: { mode: 'text', 'avatar-id': MAYA },
    reach: async (stage) => {
      await stage.page.locator('kaltura-avatar .known-face[data-there]').waitFor();
      await write(stage);
    },
  },
  {
    name: 'text-empty',
    state: 'idle',
    shows: '[part~="writing-head"]',
    attributes: { mode: 'text', label: 'Maya', greeting: 'Good morning! What can I do for you?' },
    reach: ({ page }) => page.locator('kaltura-avatar [part~="transcript-entry"]').waitFor(),
  },
  {
    name: 'text-floating',
    state: 'idle',
    shows: '.stage[data-launcher="expanded"] [part~="transcript-entry"][part~="avatar"]',
    attributes: { mode: 'text', label: 'Maya', placement: 'bottom-end' },
    isFloating: true,
    reach: async (stage) => {
      await stage.page.evaluate(() => {
        const avatar = document.querySelector('kaltura-avatar');
        if (avatar) avatar.expanded = true;
      });
      await write(stage);
    },
  },
  {
    name: 'text-consent',
    state: 'idle',
    shows: '[part~="consent-card"]',
    attributes: { mode: 'text', label: 'Maya', consent: 'required' },
    reach: async ({ page }) => {
      await page.evaluate(() => {
        document
          .querySelector('kaltura-avatar')
          ?.send('Hello')
          .catch(() => undefined);
      });
      await page.locator('kaltura-avatar [part~="consent-card"]').waitFor();
    },
  },
  {
    name: 'text-offer',
    state: 'error',
    // There is no room for the offer in the smallest.
    shows: '[part~="retry-button"]',
    reach: (stage) => fail(stage, 429),
  },
  {
    name: 'text-offer-composer',
    state: 'error',
    shows: '[part~="retry-button"]',
    attributes: { composer: '', 'show-transcript': '', controls: '' },
    reach: (stage) => fail(stage, 503),
  },
];
