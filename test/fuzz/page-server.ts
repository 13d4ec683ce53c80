import { createAvatarBackend } from 'kaltura-avatar/server';

import type { PageFiles } from '../support/bundle-page.js';
import { servePage, type PageServer } from '../support/page-server.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { SILENT } from '../support/silent.js';
import { NO_LIMITS } from '../support/no-limits.js';

const PAGE = `<!doctype html><title>test</title><link rel="icon" href="data:,"><div id="stage"></div>
<script type="module" src="/page.js"></script>`;

/** A text that is longer is said by a clip that is. */
const LONG_TEXT = 100;

/**
 * Serves a page with these scripts, a sound, and a session endpoint that opens sessions of that service, with a voice for where the
 * service has none.
 */
export async function serveFuzzPage(scripts: PageFiles, baseUrl: string, ks = 'test-ks'): Promise<PageServer> {
  const [short, long] = await Promise.all([toneMp3(0.3), toneMp3(1)]);
  const mp3 = Buffer.from(await short.arrayBuffer());
  return servePage({
    html: PAGE,
    files: new Map([...scripts, ['tone.mp3', mp3]]),
    backend: createAvatarBackend({
      ks,
      baseUrl,
      textToSpeech: (text) => (text.length > LONG_TEXT ? long : short),
      avatars: 'any',
      voices: 'any',
      limits: NO_LIMITS,
      logger: SILENT,
    }),
  });
}
