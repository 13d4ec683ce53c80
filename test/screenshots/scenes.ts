import type { Page } from 'playwright';

import type { AvatarState } from 'kaltura-avatar';
import type { Simulator } from 'kaltura-avatar/simulator';

/** What a scene is played with. */
export interface Stage {
  page: Page;
  simulator: Simulator;
}

/** A state of the element, and the way there. */
export interface Scene {
  name: string;
  /** What the element is in, for its picture to count. */
  state: AvatarState;
  /** What of the element has to be there, as a selector in its shadow root. */
  shows: string;
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
  { name: 'idle', state: 'idle', shows: '[part~="start-button"]' },
  { name: 'idle-poster', state: 'idle', shows: '[part~="poster"]', attributes: { poster: IMAGE } },
  {
    name: 'idle-focus',
    state: 'idle',
    shows: '[part~="start-button"]:focus',
    reach: ({ page }) => page.keyboard.press('Tab').then(() => page.keyboard.press('Tab')),
  },
  {
    name: 'connecting',
    state: 'connecting',
    shows: '[data-step="connecting"] [part~="progress"]',
    before: ({ simulator }) => simulator.faults.add({ call: 'whep-post', kind: 'hang' }),
    reach: async ({ page }) => {
      await start(page);
      await page.locator('kaltura-avatar [data-step="connecting"]').waitFor();
    },
  },
  {
    name: 'connecting-slow',
    state: 'connecting',
    shows: '[data-step="connecting"] .hint',
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
  { name: 'live', state: 'live', shows: '.stage:not(:has(.face)) video', reach: goLive },
  {
    name: 'live-controls',
    state: 'live',
    shows: '[part~="controls"]:not([data-away]) [part~="end-button"]',
    attributes: { controls: '' },
    reach: goLive,
    again: pointAt,
  },
  {
    name: 'speaking',
    state: 'live',
    shows: '.stage[data-speaking] [part~="controls"]:not([data-away])',
    attributes: { controls: '', captions: '' },
    reach: speak,
    again: pointAt,
  },
  { name: 'captions', state: 'live', shows: '.stage[data-speaking] video', attributes: { captions: '' }, reach: speak },
  {
    name: 'chroma-key',
    state: 'live',
    shows: '.stage[data-speaking] [part~="canvas"]',
    attributes: { 'avatar-id': 'maya-green-screen', 'chroma-key': '', captions: '' },
    reach: speak,
  },
  { name: 'composer-idle', state: 'idle', shows: '[part~="composer-field"]', attributes: { composer: '' } },
  {
    name: 'composer',
    state: 'live',
    shows: '[part~="composer-field"]',
    attributes: { composer: '', controls: '', captions: '' },
    reach: (stage) => converse(stage).then(() => write(stage.page)),
    again: pointAt,
  },
  {
    name: 'transcript',
    state: 'live',
    shows: '[part~="transcript-entry"][part~="avatar"]',
    attributes: { composer: '', 'show-transcript': '', controls: '' },
    reach: converse,
  },
  {
    name: 'launcher',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="launcher-button"]',
    attributes: { placement: 'bottom-end' },
    isFloating: true,
  },
  {
    name: 'launcher-poster',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="poster"]',
    attributes: { placement: 'bottom-end', poster: IMAGE },
    isFloating: true,
  },
  {
    name: 'launcher-open',
    state: 'idle',
    shows: '.stage[data-launcher="expanded"] [part~="start-button"]',
    attributes: { placement: 'bottom-end' },
    isFloating: true,
    reach: expand,
  },
  {
    name: 'launcher-live',
    state: 'live',
    shows: '.stage[data-launcher="expanded"] [part~="transcript-entry"][part~="avatar"]',
    attributes: { placement: 'bottom-end', controls: '', captions: '', composer: '', 'show-transcript': '' },
    isFloating: true,
    reach: (stage) => expand(stage).then(() => converse(stage)),
  },
  {
    name: 'launcher-bubble-live',
    state: 'live',
    shows: '.stage[data-launcher="collapsed"] [part~="launcher-button"]',
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
    state: 'live',
    shows: '[part~="sound-button"]',
    isSoundBlocked: true,
    attributes: { autostart: '' },
    reach: async ({ page }) => {
      await page.waitForResponse((response) => response.url().includes('/whep/') && response.status() === 201);
      await page.locator('kaltura-avatar [part~="sound-button"]').waitFor();
    },
  },
  {
    name: 'reconnecting',
    state: 'reconnecting',
    shows: '[part~="reconnecting"]',
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
    state: 'ended',
    shows: '[part~="restart-button"]',
    reach: async (stage) => {
      await goLive(stage);
      await stage.page.evaluate(() => document.querySelector('kaltura-avatar')?.end());
    },
  },
  {
    name: 'error',
    state: 'error',
    shows: '[part~="retry-button"]',
    before: ({ simulator }) => simulator.faults.add({ call: 'create', times: Infinity, kind: 'status', status: 500 }),
    reach: async ({ page }) => {
      await start(page);
      await until(page, 'error');
    },
  },
  {
    name: 'notice',
    state: 'live',
    shows: '[part~="notice"]',
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
    state: 'unsupported',
    shows: '[part~="unsupported"]',
    before: ({ page }) => page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection')),
  },
];

/** @throws {Error} Where the element is not in the state of the scene, or does not show it. */
export async function assertShown({ state, shows }: Scene, page: Page): Promise<void> {
  const seen = await page.evaluate((selector) => {
    const avatar = document.querySelector('kaltura-avatar');
    return { state: avatar?.state, isThere: avatar?.shadowRoot?.querySelector(selector) != null };
  }, shows);
  if (seen.state !== state) throw new Error(`The element should be ${state}, and is ${seen.state}.`);
  if (!seen.isThere) throw new Error(`The element should show ${shows}.`);
}
