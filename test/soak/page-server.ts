import { readdir, readFile } from 'node:fs/promises';

import { createAvatarBackend, createLogger } from '../../src/server/index.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { servePage, type PageServer } from '../support/page-server.js';

const PAGE = `<!doctype html><title>soak</title><link rel="icon" href="data:,">
<script type="module" src="/kaltura-avatar.js"></script>
<kaltura-avatar session-endpoint="/api/avatar/session"></kaltura-avatar>
<script>
  const avatar = document.querySelector('kaltura-avatar');
  const next = (type, text) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(type + ' did not come within a minute of: ' + text)), 60_000);
    avatar.addEventListener(type, resolve, { once: true });
    avatar.addEventListener('avatar-error', ({ error }) => reject(error), { once: true });
  });
  // What follows speech at once is heard as one with it: only after a silence does something new start.
  async function speak({ text, awaited }) {
    if (avatar.speaking) await next('avatar-speaking-end', text);
    const happened = next(awaited, text);
    await avatar.speak(text);
    await happened;
  }
</script>`;

/** A page with an avatar from the built script-tag file, and its backend. */
export async function serveSoakPage(baseUrl: string): Promise<PageServer> {
  const cdn = new URL('../../dist/cdn/', import.meta.url);
  const names = (await readdir(cdn)).filter((name) => name.endsWith('.js'));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, cdn))] as const));
  return servePage({
    html: PAGE,
    files: new Map(files),
    backend: createAvatarBackend({
      ks: 'soak-ks',
      baseUrl,
      defaults: { avatarId: 'maya' },
      limits: NO_LIMITS,
      logger: createLogger('error'),
    }),
  });
}
