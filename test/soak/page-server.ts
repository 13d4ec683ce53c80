import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';

import { createAvatarBackend, createLogger } from '../../src/server/index.js';
import { toNodeHandler } from '../../src/server/node-handler.js';

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
export async function servePage(baseUrl: string): Promise<{ url: string; close: () => Promise<void> }> {
  const script = await readFile(new URL('../../dist/cdn/kaltura-avatar.js', import.meta.url));
  const backend = createAvatarBackend({
    ks: 'soak-ks',
    baseUrl,
    defaults: { avatarId: 'maya' },
    logger: createLogger('error'),
  });
  const handleApi = toNodeHandler(backend);
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/avatar/')) handleApi(request, response);
    else if (request.url === '/kaltura-avatar.js') response.setHeader('Content-Type', 'text/javascript').end(script);
    else response.setHeader('Content-Type', 'text/html').end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
