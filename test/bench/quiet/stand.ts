import { createAvatarBackend } from 'kaltura-avatar/server';
import { toIceServers } from 'kaltura-avatar/whep';
import { chromium, type Page } from 'playwright';

import { ControlClient } from '../../../src/core/control-client.js';
import type { SessionControl } from '../../../src/core/session-control.js';
import { bundlePage } from '../../support/bundle-page.js';
import { CHROMIUM_ARGS, ensureChromium } from '../../support/chromium.mjs';
import { NO_LIMITS } from '../../support/no-limits.js';
import { servePage } from '../../support/page-server.js';
import { SILENT } from '../../support/silent.js';
import { startSimulatorProcess } from '../backend/processes.js';
import type { ViewedStream } from '../page/start/ways.js';

const HTML = '<!doctype html><title>bench</title><body><script type="module" src="/page.js"></script>';
const KS = 'bench-ks';

/** A session of nobody's page. */
export interface HandSession {
  stream: ViewedStream;
  control: SessionControl;
}

/** The avatar service in a process of its own, a backend, and pages. */
export interface Stand {
  browserVersion: string;
  /** An empty page, in processes of its own. */
  withPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result>;
  /** A session that is opened as the element's would be, but beside the page. */
  withSession<Result>(use: (session: HandSession) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The service counts a session as left after some 10 s. */
const KEEP_ALIVE_EVERY_MS = 4000;

export async function openStand(): Promise<Stand> {
  const simulator = await startSimulatorProcess({ profile: 'documented', ks: [KS] });
  const server = await servePage({
    html: HTML,
    files: await bundlePage(new URL('../page/quiet.ts', import.meta.url)),
    backend: createAvatarBackend({
      ks: KS,
      baseUrl: simulator.baseUrl,
      defaults: { avatarId: 'maya' },
      limits: NO_LIMITS,
      logger: SILENT,
    }),
  });
  const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });
  const client = new ControlClient({ baseUrl: simulator.baseUrl });
  return {
    browserVersion: browser.version(),
    withPage: async (use) => {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        await page.goto(server.url);
        await page.waitForFunction(() => 'playBare' in window);
        return await use(page);
      } finally {
        await context.close();
      }
    },
    withSession: async (use) => {
      const control = client.session(await client.create(KS, { avatarId: 'maya' }));
      const { whepUrl, turn } = await control.initClient();
      const kept = setInterval(() => void control.keepAlive().catch(() => undefined), KEEP_ALIVE_EVERY_MS);
      try {
        return await use({ stream: { whepUrl, iceServers: toIceServers(turn) }, control });
      } finally {
        clearInterval(kept);
        await control.end();
      }
    },
    close: async () => {
      await browser.close();
      await server.close();
      await simulator.close();
    },
  };
}
