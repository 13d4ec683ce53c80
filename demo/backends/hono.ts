/**
 * The backend in a Hono app, here on Node. `npm install kaltura-avatar hono @hono/node-server`, then
 * `AVATAR_KS=your-ks AVATAR_ID=your-avatar npx tsx hono.ts`; pages on the same host find it at `/api/avatar/session`.
 * On other runtimes `getConnInfo` comes from Hono's adapter for them. Without an account: `npx kaltura-avatar-simulator`
 * names the `AVATAR_BASE_URL` to add, and any KS will do.
 */
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';

export function createApp(backend: AvatarBackend): Hono {
  const app = new Hono();
  app.all('/api/avatar/*', (c) => backend.fetch(c.req.raw, { clientAddress: getConnInfo(c).remote.address }));
  return app;
}

// Where this file is run, not where it is imported.
if (process.argv[1] === import.meta.filename) {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar', PORT = '3001' } = process.env;
  const backend = createAvatarBackend({ baseUrl: AVATAR_BASE_URL, defaults: { avatarId: AVATAR_ID } });
  serve({ fetch: createApp(backend).fetch, port: Number(PORT) }, () =>
    console.log(`http://localhost:${PORT}/api/avatar/session`),
  );

  // Open sessions cost money: they are ended before the process goes.
  const stop = (): void => void backend.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
