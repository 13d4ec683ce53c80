import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';

import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';
import { startSimulator, type Simulator } from 'kaltura-avatar/simulator';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

import type { EconomyPolicy } from '../../src/session/economy.js';
import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, ensureChromium } from '../support/chromium.mjs';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage, type PageServer } from '../support/page-server.js';

/** Puppeteer, too, keeps pages from being slowed down, unless it is told not to. */
const NO_THROTTLING = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** Chromium lets a hidden page's timers come once a minute, after five minutes; the test does not wait for so long. */
const INTENSIVE_THROTTLING = '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5';
/** Long enough for a session that is not kept alive to expire, and for three of the slow timers' minutes. */
const HIDDEN_SECONDS = 150;

const POLICIES: Record<string, EconomyPolicy> = {
  'goes on': { whenUnseen: 'keep' },
  'rests its media': { whenUnseen: 'pause', afterSeconds: 10 },
};

describe('a tab that was hidden for minutes', { timeout: 300_000 }, () => {
  let simulator: Simulator;
  let server: PageServer;
  let browser: Browser;
  before(async () => {
    simulator = await startSimulator();
    server = await servePage({
      html: '<!doctype html><title>background</title><script type="module" src="/page.js"></script>',
      files: await bundlePage(new URL('page/main.ts', import.meta.url)),
      backend: createAvatarBackend({
        ks: 'test-ks',
        baseUrl: simulator.baseUrl,
        defaults: { avatarId: 'maya' },
        limits: NO_LIMITS,
        logger: createLogger('error'),
      }),
    });
    browser = await puppeteer.launch({
      executablePath: await ensureChromium(),
      args: [...CHROMIUM_ARGS, INTENSIVE_THROTTLING],
      ignoreDefaultArgs: NO_THROTTLING,
    });
  });
  after(async () => {
    await browser.close();
    await server.close();
    await simulator.close();
  });

  const openPage = async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'backgroundPage' in window);
    return page;
  };
  const keptAt = (id: string): string | undefined =>
    simulator.sessions().find((each) => each.id === id)?.lastKeepAliveAt;

  it('has kept its session alive every 10 s, also while the media rests', async () => {
    const idle = await openPage();
    const ids = new Map<string, string>();
    for (const [name, policy] of Object.entries(POLICIES)) {
      const page = await openPage();
      ids.set(name, (await page.evaluate((economy) => window.backgroundPage.open(economy), policy)) ?? '');
    }
    const inFront = await browser.newPage();
    await inFront.bringToFront();
    assert.equal(await idle.evaluate(() => document.visibilityState), 'hidden');

    const ticksBefore = await idle.evaluate(() => window.backgroundPage.ticks);
    const kept = new Map([...ids.keys()].map((name) => [name, new Set<string>()]));
    for (let second = 0; second < HIDDEN_SECONDS; second++) {
      await sleep(1000);
      for (const [name, id] of ids) kept.get(name)?.add(keptAt(id) ?? '');
    }
    const ticks = (await idle.evaluate(() => window.backgroundPage.ticks)) - ticksBefore;
    assert.ok(ticks < HIDDEN_SECONDS / 4, `the browser did not slow its timers down: ${ticks} ticks`);
    for (const [name, id] of ids) {
      const calls = kept.get(name)?.size ?? 0;
      console.log(`A session that ${name}: ${calls} keep-alives in ${HIDDEN_SECONDS} s; an idle page: ${ticks} ticks`);
      assert.equal(simulator.sessions().find((each) => each.id === id)?.state, 'ready', name);
      assert.ok(calls >= HIDDEN_SECONDS / 10 - 2, `${name}: ${calls} keep-alives`);
    }
  });
});
