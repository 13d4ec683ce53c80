import type { Page } from 'playwright';

import type { Simulator } from 'kaltura-avatar/simulator';

/** What a scene is played with. */
export interface Stage {
  page: Page;
  simulator: Simulator;
}

/** A state of the element, and the way there. */
export interface Scene {
  name: string;
  attributes?: Record<string, string>;
  /** The browser plays no sound before a click. */
  isSoundBlocked?: boolean;
  /** Drawn with the page around it, which it floats over. */
  isFloating?: boolean;
  /** Before the page is loaded. */
  before?: (stage: Stage) => unknown;
  reach?: (stage: Stage) => unknown;
  /** Before each of the pictures. */
  again?: (page: Page) => unknown;
}

const LONG = 'The quick brown fox jumps over the lazy dog, and then it takes a rest in the shade. '.repeat(30);

const start = (page: Page): Promise<void> =>
  page.evaluate(() => {
    // What fails is what some of the pictures show.
    document
      .querySelector('kaltura-avatar')
      ?.start()
      .catch(() => undefined);
  });

const until = (page: Page, state: string): Promise<unknown> =>
  page.waitForFunction((it) => document.querySelector('kaltura-avatar')?.state === it, state);

const goLive = async ({ page }: Stage): Promise<void> => {
  await start(page);
  await until(page, 'live');
};

const speak = async (stage: Stage): Promise<void> => {
  await goLive(stage);
  await stage.page.evaluate((text) => document.querySelector('kaltura-avatar')?.speak(text), LONG);
  await stage.page.waitForFunction(() => document.querySelector('kaltura-avatar')?.speaking);
};

/** A visitor's question and the avatar's answer; the page answers by itself. */
const converse = async (stage: Stage): Promise<void> => {
  await goLive(stage);
  await stage.page.evaluate(async () => {
    const avatar = document.querySelector('kaltura-avatar');
    if (!avatar) return;
    avatar.reply = () => 'We open at nine, and the last visitors are let in at five. The café stays open until six.';
    await avatar.send('When do you open?');
  });
  await stage.page.waitForFunction(() => document.querySelector('kaltura-avatar')?.transcript.length === 2);
};

const write = (page: Page): Promise<void> =>
  page.locator('kaltura-avatar textarea').fill('And is there a place to leave my coat while I am inside?');

const expand = async ({ page }: Stage): Promise<void> => {
  await page.locator('kaltura-avatar [part~="launcher-button"]').click();
  await page.locator('kaltura-avatar [data-launcher="expanded"]').waitFor();
};

/** The control bar comes with the pointer. */
const pointAt = async (page: Page): Promise<void> => {
  const box = await page.locator('#frame').boundingBox();
  if (!box) return;
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
  await page.locator('kaltura-avatar [part~="controls"]:not([data-away])').waitFor();
};

const IMAGE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#f9b27c"/><stop offset="1" stop-color="#7b5cd6"/></linearGradient></defs><rect width="160" height="90" fill="url(#g)"/><circle cx="80" cy="40" r="22" fill="#fff8"/></svg>',
)}`;

export const SCENES: readonly Scene[] = [
  { name: 'idle' },
  { name: 'idle-poster', attributes: { poster: IMAGE } },
  {
    name: 'idle-focus',
    reach: ({ page }) => page.keyboard.press('Tab').then(() => page.keyboard.press('Tab')),
  },
  {
    name: 'connecting',
    before: ({ simulator }) => simulator.faults.add({ call: 'whep-post', kind: 'hang' }),
    reach: async ({ page }) => {
      await start(page);
      await page.locator('kaltura-avatar [data-step="connecting"]').waitFor();
    },
  },
  {
    name: 'connecting-slow',
    before: async ({ page, simulator }) => {
      simulator.faults.add({ call: 'whep-post', kind: 'hang' });
      await page.clock.install();
    },
    reach: async ({ page }) => {
      await start(page);
      await page.locator('kaltura-avatar [data-step="connecting"]').waitFor();
      await page.clock.fastForward('00:08');
      await page.locator('kaltura-avatar .hint').waitFor();
    },
  },
  { name: 'live', reach: goLive },
  { name: 'live-controls', attributes: { controls: '' }, reach: goLive, again: pointAt },
  { name: 'speaking', attributes: { controls: '', captions: '' }, reach: speak, again: pointAt },
  { name: 'captions', attributes: { captions: '' }, reach: speak },
  {
    name: 'chroma-key',
    attributes: { 'avatar-id': 'maya-green-screen', 'chroma-key': '', captions: '' },
    reach: speak,
  },
  { name: 'composer-idle', attributes: { composer: '' } },
  {
    name: 'composer',
    attributes: { composer: '', controls: '', captions: '' },
    reach: (stage) => converse(stage).then(() => write(stage.page)),
    again: pointAt,
  },
  { name: 'transcript', attributes: { composer: '', 'show-transcript': '', controls: '' }, reach: converse },
  { name: 'launcher', attributes: { placement: 'bottom-end' }, isFloating: true },
  { name: 'launcher-poster', attributes: { placement: 'bottom-end', poster: IMAGE }, isFloating: true },
  { name: 'launcher-open', attributes: { placement: 'bottom-end' }, isFloating: true, reach: expand },
  {
    name: 'launcher-live',
    attributes: { placement: 'bottom-end', controls: '', captions: '', composer: '', 'show-transcript': '' },
    isFloating: true,
    reach: (stage) => expand(stage).then(() => converse(stage)),
  },
  {
    name: 'launcher-bubble-live',
    attributes: { placement: 'bottom-end', controls: '' },
    isFloating: true,
    reach: async (stage) => {
      await expand(stage);
      await goLive(stage);
      await stage.page.keyboard.press('Escape');
      await stage.page.locator('kaltura-avatar [data-launcher="collapsed"]').waitFor();
    },
  },
  {
    name: 'blocked',
    isSoundBlocked: true,
    attributes: { autostart: '' },
    reach: async ({ page }) => {
      await page.waitForResponse((response) => response.url().includes('/whep/') && response.status() === 201);
      await page.locator('kaltura-avatar [part~="sound-button"]').waitFor();
    },
  },
  {
    name: 'reconnecting',
    reach: async (stage) => {
      stage.simulator.faults.add({ call: 'whep-post', kind: 'drop-media', afterMs: 300 });
      await goLive(stage);
      stage.simulator.faults.add({ call: 'whep-patch', times: Infinity, kind: 'hang' });
      stage.simulator.faults.add({ call: 'whep-post', times: Infinity, kind: 'hang' });
      await until(stage.page, 'reconnecting');
    },
  },
  {
    name: 'ended',
    reach: async (stage) => {
      await goLive(stage);
      await stage.page.evaluate(() => document.querySelector('kaltura-avatar')?.end());
    },
  },
  {
    name: 'error',
    before: ({ simulator }) => simulator.faults.add({ call: 'create', times: Infinity, kind: 'status', status: 500 }),
    reach: async ({ page }) => {
      await start(page);
      await until(page, 'error');
    },
  },
  {
    name: 'notice',
    attributes: { controls: '' },
    reach: async (stage) => {
      await goLive(stage);
      await stage.page.evaluate(() => {
        document
          .querySelector('kaltura-avatar')
          ?.speak('')
          .catch(() => undefined);
      });
      await stage.page.locator('kaltura-avatar [part~="notice"]').waitFor();
    },
  },
  {
    name: 'unsupported',
    before: ({ page }) => page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection')),
  },
];
