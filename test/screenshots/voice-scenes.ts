import type { Scene, Stage } from './scenes.js';

const goLive = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => document.querySelector('kaltura-avatar')?.start());

/** The backend writes down what is said, and the visitor has two microphones, or none that they allow. */
const withMicrophone = async ({ page }: Stage, isAllowed = true): Promise<void> => {
  await page.route('**/avatar?*', (route) => route.fulfill({ json: { avatarId: 'maya', voices: [], listens: true } }));
  await page.route('**/avatar', (route) => route.fulfill({ json: { avatarId: 'maya', voices: [], listens: true } }));
  await page.addInitScript({
    content: `Object.defineProperty(navigator, 'mediaDevices', {
      value: Object.assign(new EventTarget(), {
        getUserMedia: async () => {
          if (!${isAllowed}) throw new DOMException('No.', 'NotAllowedError');
          return new AudioContext().createMediaStreamDestination().stream;
        },
        enumerateDevices: async () =>
          ['Built-in', 'Headset'].map((label) => ({ kind: 'audioinput', deviceId: label, label, groupId: '' })),
      }),
    })`,
  });
};

const press = async ({ page }: Stage): Promise<void> => {
  await page.locator('kaltura-avatar [part~="microphone-button"]').press('Enter');
};

const listen = async (stage: Stage): Promise<void> => {
  await goLive(stage);
  await press(stage);
  await stage.page.locator('kaltura-avatar [data-listening]').waitFor();
  // Somebody speaks.
  await stage.page.evaluate(() =>
    document
      .querySelector('kaltura-avatar')
      ?.shadowRoot?.querySelector<HTMLElement>('[part~="microphone-button"]')
      ?.style.setProperty('--_level', '0.7'),
  );
};

const think = async (stage: Stage): Promise<void> => {
  await goLive(stage);
  await stage.page.evaluate(() => {
    const avatar = document.querySelector('kaltura-avatar');
    if (!avatar) return;
    avatar.reply = () => new Promise(() => undefined);
    avatar.send('When do you open?').catch(() => undefined);
  });
  await stage.page.locator('kaltura-avatar [data-thinking]').waitFor();
};

/** What is seen of a visitor who talks. */
export const VOICE_SCENES: readonly Scene[] = [
  {
    name: 'listening',
    state: 'live',
    shows: '[data-listening] [part~="microphone-choice"]',
    attributes: { composer: '', controls: '', 'show-transcript': '' },
    before: (stage) => withMicrophone(stage),
    reach: listen,
  },
  {
    name: 'listening-hands-free',
    state: 'live',
    shows: '.microphone-alone',
    attributes: { microphone: 'hands-free', captions: '' },
    before: (stage) => withMicrophone(stage),
    reach: listen,
  },
  {
    name: 'thinking',
    state: 'live',
    shows: '[data-thinking] [part~="composer-field"]',
    attributes: { composer: '', controls: '' },
    before: (stage) => withMicrophone(stage),
    reach: think,
  },
  {
    name: 'thinking-hands-free',
    state: 'live',
    shows: '[data-thinking] .microphone-alone',
    attributes: { microphone: 'hands-free' },
    before: (stage) => withMicrophone(stage),
    reach: think,
  },
  {
    name: 'microphone-refused',
    state: 'live',
    shows: '.composer-status',
    attributes: { composer: '', controls: '' },
    before: (stage) => withMicrophone(stage, false),
    reach: async (stage) => {
      await goLive(stage);
      await press(stage);
      await stage.page.locator('kaltura-avatar .composer-status').waitFor();
    },
  },
];
