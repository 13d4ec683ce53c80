import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';
import { startSimulator } from 'kaltura-avatar/simulator';

import type { TurnServer } from '../../src/core/protocol.js';
import { bundlePage, type PageFiles } from '../support/bundle-page.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage } from '../support/page-server.js';

const PAGE = `<!doctype html><title>network</title><link rel="icon" href="data:,">
<div id="stage"></div>
<kaltura-avatar captions session-endpoint="/api/avatar/session"></kaltura-avatar>
<script type="module" src="/page.js"></script>`;

export interface ServedPage {
  url: string;
  /** How many sessions are open. */
  openSessions(): number;
  close(): Promise<void>;
}

let bundling: Promise<PageFiles> | undefined;

/** A page with an avatar, its backend and an avatar service that names `turn`. */
export async function serveAvatarPage(turn: TurnServer | null): Promise<ServedPage> {
  const files = await (bundling ??= bundlePage(new URL('page/main.ts', import.meta.url)));
  const simulator = await startSimulator({ turn });
  const backend = createAvatarBackend({
    ks: 'test-ks',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    limits: NO_LIMITS,
    logger: createLogger('error'),
  });
  const { url, close } = await servePage({ html: PAGE, files, backend });
  return {
    url,
    openSessions: () => simulator.sessions().filter(({ state }) => state !== 'ended').length,
    close: async () => {
      await close();
      await simulator.close();
    },
  };
}
