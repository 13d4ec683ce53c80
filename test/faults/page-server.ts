import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';

import { TEST_KS } from './cell.js';
import { bundlePage } from '../support/bundle-page.js';
import { servePage, type PageServer } from '../support/page-server.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { NO_LIMITS } from '../support/no-limits.js';

const PAGE = `<!doctype html><title>faults</title><link rel="icon" href="data:,"><div id="stage"></div>
<script type="module" src="/page.js"></script>`;

/** Serves the page that plays the cells, and a session endpoint that opens sessions of that service. */
export async function serveFaultsPage(baseUrl: string): Promise<PageServer> {
  const scripts = await bundlePage(new URL('page/main.ts', import.meta.url));
  const [tone, story] = await Promise.all(
    [0.3, 8].map(async (seconds) => Buffer.from(await (await toneMp3(seconds)).arrayBuffer())),
  );
  return servePage({
    html: PAGE,
    files: new Map([...scripts, ['tone.mp3', tone ?? ''], ['story.mp3', story ?? '']]),
    backend: createAvatarBackend({
      ks: TEST_KS,
      baseUrl,
      exposeToken: true,
      avatars: 'any',
      voices: 'any',
      limits: NO_LIMITS,
      logger: createLogger('error'),
    }),
  });
}
