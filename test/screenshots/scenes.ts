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

/** Live in a session whose backend tells how long it may go on. */
const goLimited = async (stage: Stage, limits: { endsInSeconds: number }): Promise<void> => {
  await stage.page.route(/\/(session|keep-alive)$/, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...((await response.json()) as object), ...limits } });
  });
  await goLive(stage);
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

const suggest = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => {
    const avatar = document.querySelector('kaltura-avatar');
    if (avatar) avatar.suggestions = ['What does it cost?', 'Is there a guided tour in English?', 'Where can I park?'];
  });

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

/** Of the simulator's catalogue, which has her picture. */
const MAYA = '5ef4233d6d84715f123115e2';
const ASKS = { consent: 'required', 'consent-terms': '/terms' };

const ask = async ({ page }: Stage): Promise<void> => {
  await start(page);
  await page.locator('kaltura-avatar [part~="consent-card"]').waitFor();
};

const agree = async (stage: Stage): Promise<void> => {
  await ask(stage);
  await stage.page.locator('kaltura-avatar [part~="consent-accept-button"]').click();
  await until(stage.page, 'live');
};

export const SCENES: readonly Scene[] = [
  { name: 'idle', state: 'idle', shows: '[part~="start-button"]' },
  { name: 'idle-poster', state: 'idle', shows: '[part~="poster"]', attributes: { poster: IMAGE } },
  {
    name: 'idle-face',
    state: 'idle',
    shows: '.known-face[data-there] ~ .intro [part="name"]',
    attributes: { 'avatar-id': MAYA, tagline: 'Ask me about our shoes, sizes and returns.' },
    reach: ({ page }) => page.locator('kaltura-avatar .known-face[data-there]').waitFor(),
  },
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
    // The backend's offer, and then the page's own.
    before: ({ simulator }) => simulator.faults.add({ call: 'whep-post', times: 2, kind: 'hang' }),
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
      simulator.faults.add({ call: 'whep-post', times: 2, kind: 'hang' });
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
  {
    name: 'composer-idle',
    state: 'idle',
    shows: '[part~="composer-field"]',
    attributes: { composer: '' },
    reach: ({ page }) => page.locator('kaltura-avatar textarea').waitFor(),
  },
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
    name: 'suggestions',
    state: 'live',
    shows: '[part~="suggestion-button"]',
    attributes: { composer: '', 'show-transcript': '', controls: '' },
    reach: async (stage) => {
      await converse(stage);
      await suggest(stage);
    },
  },
  {
    name: 'suggestions-idle',
    state: 'idle',
    shows: '[part~="suggestion-button"]',
    attributes: { composer: '' },
    reach: suggest,
  },
  {
    name: 'transcript-menu',
    state: 'live',
    shows: '[part~="transcript-menu"]',
    attributes: { composer: '', 'show-transcript': '', controls: '' },
    reach: converse,
    // Where it has no room it is not there, and closed when it comes back.
    again: async (page) => {
      const closed = page.locator('kaltura-avatar [part~="transcript-menu-button"][aria-expanded="false"]');
      if (await closed.isVisible()) await closed.click();
    },
  },
  {
    name: 'shortcuts',
    state: 'live',
    shows: '[part~="shortcuts"]',
    attributes: { controls: '' },
    reach: async (stage) => {
      await goLive(stage);
      await stage.page.locator('kaltura-avatar [part~="mute-button"]').focus();
      await stage.page.keyboard.press('?');
      await stage.page.locator('kaltura-avatar [part~="shortcuts"]').waitFor();
    },
  },
  {
    name: 'transcript-thumbs',
    state: 'live',
    shows: '[part="thumbs"] [aria-pressed="true"]',
    attributes: { composer: '', 'show-transcript': '', controls: '', feedback: 'thumbs' },
    reach: async (stage) => {
      await converse(stage);
      await stage.page.locator('kaltura-avatar [part="thumbs"] button').first().click();
    },
  },
  {
    name: 'transcript-rating',
    state: 'ended',
    shows: '[part="rating"] textarea',
    attributes: { composer: '', 'show-transcript': '', controls: '', feedback: 'rating' },
    reach: async (stage) => {
      await converse(stage);
      await stage.page.evaluate(() => document.querySelector('kaltura-avatar')?.end());
      await stage.page.locator('kaltura-avatar [part="rating"] button').nth(3).click();
    },
  },
  {
    name: 'launcher',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="launcher-button"]',
    attributes: { placement: 'bottom-end' },
    isFloating: true,
    reach: ({ page }) => page.locator('kaltura-avatar [part~="launcher-button"]').waitFor(),
  },
  {
    name: 'launcher-poster',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="poster"]',
    attributes: { placement: 'bottom-end', poster: IMAGE },
    isFloating: true,
  },
  {
    name: 'launcher-teaser',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="teaser"]',
    attributes: {
      placement: 'bottom-end',
      'avatar-id': MAYA,
      teaser: 'Hello! Looking for the right size? I can help.',
    },
    isFloating: true,
    reach: async ({ page }) => {
      await page.locator('kaltura-avatar [part~="teaser"]').waitFor();
      await page.locator('kaltura-avatar .known-face[data-there]').waitFor();
    },
  },
  {
    name: 'launcher-unread',
    state: 'idle',
    shows: '.stage[data-launcher="collapsed"] [part~="unread"]',
    attributes: { placement: 'bottom-end', 'avatar-id': MAYA },
    isFloating: true,
    reach: async ({ page }) => {
      await page.locator('kaltura-avatar .known-face[data-there]').waitFor();
      await page.evaluate(() => {
        for (const text of ['We open at nine.', 'And close at six.'])
          document.querySelector('kaltura-avatar')?.transcriptLog.add({ role: 'avatar', text, at: new Date() });
      });
      await page.locator('kaltura-avatar [part~="unread"]').waitFor();
    },
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
    name: 'consent',
    state: 'idle',
    shows: '[part~="consent-accept-button"]',
    attributes: ASKS,
    reach: ask,
  },
  {
    name: 'consent-composer',
    state: 'idle',
    shows: '[part~="consent-microphone"]',
    attributes: { ...ASKS, composer: '', 'show-transcript': '', controls: '' },
    reach: async (stage) => {
      await stage.page.locator('kaltura-avatar [part~="microphone-button"]').waitFor();
      await ask(stage);
    },
  },
  {
    name: 'consent-microphone',
    state: 'live',
    shows: '[part~="consent-microphone"]',
    attributes: { ...ASKS, composer: '', controls: '' },
    reach: async (stage) => {
      await agree(stage);
      await stage.page.locator('kaltura-avatar [part~="microphone-button"]').click();
      await stage.page.locator('kaltura-avatar [part~="consent-microphone"]').waitFor();
    },
  },
  {
    name: 'consent-given',
    state: 'live',
    shows: '[part~="consent-note-button"]',
    attributes: { ...ASKS, controls: '' },
    reach: agree,
    again: pointAt,
  },
  {
    name: 'consent-note',
    state: 'live',
    shows: 'details[open] [part~="consent-withdraw-button"]',
    attributes: ASKS,
    reach: async (stage) => {
      await agree(stage);
      await stage.page.locator('kaltura-avatar [part~="consent-note-button"]').click();
    },
  },
  {
    name: 'consent-launcher',
    state: 'idle',
    shows: '.stage[data-launcher="expanded"] [part~="consent-accept-button"]',
    attributes: { ...ASKS, placement: 'bottom-end', composer: '', 'show-transcript': '' },
    isFloating: true,
    reach: async (stage) => {
      await expand(stage);
      await ask(stage);
    },
  },
  {
    name: 'blocked',
    state: 'live',
    shows: '[part~="sound-button"]',
    isSoundBlocked: true,
    attributes: { autostart: '' },
    reach: async ({ page }) => {
      await page.waitForResponse((response) => response.url().endsWith('/session') && response.ok());
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
    name: 'last-minute',
    state: 'live',
    shows: '[part~="time-left"]',
    attributes: { controls: '', captions: '' },
    reach: (stage) => goLimited(stage, { endsInSeconds: 59 }),
    again: (page) => page.locator('kaltura-avatar [part~="time-left"]').waitFor(),
  },
  {
    name: 'still-there',
    state: 'live',
    shows: '[part~="still-there"] [part~="stay-button"]',
    attributes: { controls: '', 'idle-timeout': '50' },
    reach: async (stage) => {
      await goLimited(stage, { endsInSeconds: 3600 });
      await stage.page.locator('kaltura-avatar [part~="stay-button"]').waitFor();
    },
    again: (page) => page.locator('kaltura-avatar [part~="stay-button"]').waitFor(),
  },
  {
    name: 'ended-limit',
    state: 'ended',
    shows: '[part~="restart-button"]',
    reach: async (stage) => {
      await goLimited(stage, { endsInSeconds: 5 });
      await until(stage.page, 'ended');
    },
  },
  {
    name: 'busy',
    state: 'error',
    shows: '[part~="retry-button"]',
    before: ({ simulator }) =>
      simulator.faults.add({ call: 'create', times: Infinity, kind: 'status', status: 429, retryAfterSeconds: 90 }),
    reach: async ({ page }) => {
      await start(page);
      await until(page, 'error');
      await page.locator('kaltura-avatar', { hasText: 'again in 1:' }).waitFor();
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
