import { createAvatarBackend } from 'kaltura-avatar/server';
import { chromium, type Page } from 'playwright';

import type { ProfileName } from '../../../src/simulator/profiles/profile.js';
import { bundlePage, type PageFiles } from '../../support/bundle-page.js';
import { CHROMIUM_ARGS, ensureChromium } from '../../support/chromium.mjs';
import { NO_LIMITS } from '../../support/no-limits.js';
import { servePage } from '../../support/page-server.js';
import { SILENT } from '../../support/silent.js';
import { toneMp3 } from '../../support/tone-mp3.js';
import { startSimulatorProcess } from '../backend/processes.js';
import { TimedAnswer } from './timed-answer.js';

const HTML = '<!doctype html><title>bench</title><body><script type="module" src="/page.js"></script>';
const KS = 'bench-ks';
/** As the catalogue of the live service has them; the other profiles take any. */
const AVATAR_ID = 'a'.repeat(24);

/** How long a recording is, in seconds. */
export const RECORDING_SECONDS = 1.2;
/** What the voice of the backend takes for a character, in seconds. */
export const SECONDS_PER_CHARACTER = 0.03;

/** The avatar service in a process of its own, and a page that shows it. */
export interface Stand {
  /** A page of its own with an avatar that is live. */
  withAvatar<Result>(options: { captions: boolean }, use: (page: Page) => Promise<Result>): Promise<Result>;
  /** Has the backend's reply say a sentence; how long it took from its last token to the request to the service, in milliseconds. */
  timeAnswer(page: Page, sentence: string): Promise<number>;
  close(): Promise<void>;
}

let scripts: Promise<PageFiles> | undefined;

/** The backend's voice, for a service that says no texts, is a tone: what is not silent in it is heard as sound throughout. */
export async function openStand(profile: ProfileName): Promise<Stand> {
  const simulator = await startSimulatorProcess({ profile, ks: [KS] });
  const recording = await toneMp3(RECORDING_SECONDS);
  scripts ??= bundlePage(new URL('../page/speaking.ts', import.meta.url));
  const answer = new TimedAnswer();
  const server = await servePage({
    html: HTML,
    files: new Map([...(await scripts), ['recording.mp3', Buffer.from(await recording.arrayBuffer())]]),
    backend: createAvatarBackend({
      ks: KS,
      baseUrl: simulator.baseUrl,
      defaults: { avatarId: AVATAR_ID },
      textToSpeech: (text) => toneMp3(Math.max(0.3, text.length * SECONDS_PER_CHARACTER)),
      reply: (message) => answer.tokensOf(message),
      fetch: (input, init) => {
        answer.onRequest(input);
        return fetch(input, init);
      },
      limits: NO_LIMITS,
      logger: SILENT,
    }),
  });
  const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });
  return {
    withAvatar: async (options, use) => {
      const page = await browser.newPage();
      try {
        await page.goto(server.url);
        await page.waitForFunction(() => 'openSpeaker' in window);
        await page.evaluate((it) => window.openSpeaker(it), options);
        return await use(page);
      } finally {
        await page.close();
      }
    },
    timeAnswer: (page, sentence) =>
      answer.time(async () => {
        await page.evaluate((it) => window.sendMessage(it), sentence);
      }),
    close: async () => {
      await browser.close();
      await server.close();
      await simulator.close();
    },
  };
}
