import { chromium, type Browser, type Page } from 'playwright';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { startSimulator, type Simulator } from 'kaltura-avatar/simulator';

import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, CHROMIUM_ARGS_WITHOUT_SOUND, findChromium } from '../support/chromium.mjs';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage } from '../support/page-server.js';
import type { Scene } from './scenes.js';

const HTML = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Every state</title>
  <link rel="icon" href="data:," />
  <link rel="stylesheet" href="/page.css" />
  <script type="module" src="/page.js"></script>
  <p>The quick brown fox jumps over the lazy dog. <a href="#more">Read more</a></p>
</html>`;

const CSS = `
  html { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #101018); }
  body { margin: 24px; }
  kaltura-avatar:not([placement]) { inline-size: 100%; block-size: 100%; aspect-ratio: auto; }
  #frame { inline-size: 360px; block-size: 360px; }
`;

/** Where the scenes are played: the real element with the real backend, on the real simulator. */
export interface SceneStand {
  readonly simulator: Simulator;
  /** Shows an avatar with these attributes. */
  open(page: Page, attributes?: Record<string, string>): Promise<void>;
  /** Takes the page to the state that the scene shows. */
  play(scene: Scene, page: Page): Promise<void>;
  close(): Promise<void>;
}

export async function createSceneStand(): Promise<SceneStand> {
  const simulator = await startSimulator();
  const files = new Map([...(await bundlePage(new URL('page.ts', import.meta.url))), ['page.css', CSS] as const]);
  const backend = createAvatarBackend({
    ks: 'scenes',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    avatars: 'any',
    voices: 'any',
    limits: NO_LIMITS,
    // So that visitors are asked what they think.
    onFeedback: () => undefined,
  });
  const server = await servePage({ html: HTML, files, backend });
  const open = async (page: Page, attributes: Record<string, string> = {}): Promise<void> => {
    await page.goto(`${server.url}/?${new URLSearchParams(attributes)}`);
  };
  return {
    simulator,
    open,
    async play(scene, page) {
      simulator.faults.clear();
      await scene.before?.({ page, simulator });
      await open(page, scene.attributes);
      await scene.reach?.({ page, simulator });
    },
    async close() {
      await server.close();
      await simulator.close();
    },
  };
}

/** A browser that shows the scene as it is: one that plays no sound before a click, where that is what it is about. */
export async function launchBrowser({ isSoundBlocked = false }: Pick<Scene, 'isSoundBlocked'> = {}): Promise<Browser> {
  const executablePath = await findChromium();
  const args = isSoundBlocked ? CHROMIUM_ARGS_WITHOUT_SOUND : CHROMIUM_ARGS;
  return chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
}
