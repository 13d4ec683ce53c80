import type { Page } from 'playwright/test';

import { sayAsWav } from '../support/say.js';
import type { StandOptions } from '../support/wild-stand.js';
import { avatar, expect, test, type Stand } from '../support/wild.js';

const QUESTION = 'When do you open on Sundays?';
const ANSWER = 'We open at nine.';

interface Heard {
  violations: string[];
  /** How the files for the thread that renders sound came to it. */
  worklets: string[];
  /** Says the question into the microphone. */
  sayIt?: () => void;
}

/** A microphone that hears the question when it is told to. */
const feedMicrophone = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const heard: Heard = { violations: [], worklets: [] };
    Object.assign(globalThis, { heard });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      heard.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
    AudioWorklet.prototype.addModule = async function (...of) {
      const outcome = Worklet.prototype.addModule.apply(this, of);
      heard.worklets.push(await outcome.then(() => 'loaded', String));
      return outcome;
    };
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const response = await fetch('/spoken.wav');
      const source = new AudioBufferSourceNode(context, {
        buffer: await context.decodeAudioData(await response.arrayBuffer()),
      });
      const destination = new MediaStreamAudioDestinationNode(context);
      source.connect(destination);
      heard.sayIt = () => source.start();
      return destination.stream;
    };
  });

const heardIn = (page: Page): Promise<Heard> =>
  page
    .evaluate(() => (globalThis as unknown as { heard: Heard }).heard)
    .then(({ violations, worklets }) => ({
      violations,
      worklets,
    }));

const voiceFiles = ({ requests }: Stand): string[] =>
  requests.flatMap(({ path }) => /(silero-weights|ears-worklet)/.exec(path)?.[0] ?? []);

/** A page with a microphone, whose policy allows scripts of one kind alone. */
async function openPage(page: Page, openStand: OpenStand, partsOf: Way): Promise<Stand> {
  const stand = await openStand({
    backend: {
      transcribe: () => Promise.resolve(QUESTION),
      reply: async function* () {
        yield await Promise.resolve(ANSWER);
      },
    },
  });
  const { script, allowed } = partsOf(stand);
  const policy =
    `default-src 'none'; script-src ${allowed}; connect-src 'self'; img-src * data:; ` +
    `require-trusted-types-for 'script'; trusted-types lit-html`;
  stand.page('/spoken.wav', await sayAsWav(QUESTION));
  await feedMicrophone(page);
  const address = stand.page(
    '/',
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
    <meta http-equiv="Content-Security-Policy" content="${policy}">${script}</head>
    <body>${avatar('composer show-transcript microphone="hands-free"')}</body></html>`,
  );
  await page.goto(address);
  return stand;
}

async function askByVoice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Talk hands-free' }).click();
  await expect
    .poll(() => page.locator('kaltura-avatar').evaluate((element) => element.matches(':state(listening)')))
    .toBe(true);
  await page.evaluate(() => (globalThis as unknown as { heard: Heard }).heard.sayIt?.());
  await expect(page.locator('kaltura-avatar')).toContainText(QUESTION);
  await expect(page.locator('kaltura-avatar')).toContainText(ANSWER);
}

type OpenStand = (options?: StandOptions) => Promise<Stand>;
type Way = (stand: Stand) => { script: string; allowed: string };

const ways: [string, Way][] = [
  ['a module', () => ({ script: '<script type="module" src="/cdn/kaltura-avatar.js"></script>', allowed: "'self'" })],
  ['a classic script', () => ({ script: '<script src="/cdn/kaltura-avatar.iife.js"></script>', allowed: "'self'" })],
  [
    'a module of another origin',
    (stand) => {
      const origin = stand.at('cdn.test');
      return { script: `<script type="module" src="${origin}/cdn/kaltura-avatar.js"></script>`, allowed: origin };
    },
  ],
];
for (const [way, partsOf] of ways)
  test(`a question is heard hands-free, and answered, where scripts are allowed alone: ${way}`, async ({
    page,
    openStand,
  }) => {
    const stand = await openPage(page, openStand, partsOf);
    await expect(page.getByRole('button', { name: 'Talk hands-free' })).toBeVisible();
    expect(voiceFiles(stand)).toEqual([]);
    await askByVoice(page);
    expect(voiceFiles(stand).sort()).toEqual(['ears-worklet', 'silero-weights']);
    expect(await heardIn(page)).toEqual({ violations: [], worklets: ['loaded'] });
  });

test('a question is heard on the main thread where scripts need a nonce, which the other thread’s file cannot have', async ({
  page,
  openStand,
}) => {
  const nonce = 'r4nd0m';
  const stand = await openPage(page, openStand, () => ({
    script: `<script type="module" nonce="${nonce}" src="/cdn/kaltura-avatar.js"></script>`,
    allowed: `'nonce-${nonce}'`,
  }));
  await askByVoice(page);
  expect(voiceFiles(stand)).toEqual(['silero-weights']);
  expect((await heardIn(page)).worklets).toEqual([expect.stringContaining('AbortError')]);
});
