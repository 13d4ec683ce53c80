import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';

import { bundlePage } from '../support/bundle-page.js';
import { servePage, type PageServer } from '../support/page-server.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { NO_LIMITS } from '../support/no-limits.js';

const PAGE = `<!doctype html><title>faults</title><link rel="icon" href="data:,"><div id="stage"></div>
<script type="module" src="/page.js"></script>`;

/** Serves the page that plays the cells, and a session endpoint that opens sessions of that service. */
export async function serveFaultsPage(baseUrl: string): Promise<PageServer> {
  const [scripts, tone] = await Promise.all([bundlePage(new URL('page/main.ts', import.meta.url)), toneMp3(0.3)]);
  return servePage({
    html: PAGE,
    files: new Map([...scripts, ['tone.mp3', Buffer.from(await tone.arrayBuffer())]]),
    backend: createAvatarBackend({
      ks: 'test-ks',
      baseUrl,
      exposeToken: true,
      avatars: 'any',
      voices: 'any',
      limits: NO_LIMITS,
      logger: createLogger('error'),
    }),
  });
}
