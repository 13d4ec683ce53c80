/**
 * The backend in an Express app. `npm install kaltura-avatar express`, then
 * `AVATAR_KS=your-ks AVATAR_ID=your-avatar npx tsx express.ts`; pages on the same host find it at `/api/avatar/session`.
 * Without an account: `npx kaltura-avatar-simulator` names the `AVATAR_BASE_URL` to add, and any KS will do.
 */
import express, { type Express } from 'express';
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

export function createApp(backend: AvatarBackend): Express {
  const app = express();
  // Below `app.use(express.json())` it works as well; here it is the only one that reads bodies and refuses large ones.
  app.use('/api/avatar', toNodeHandler(backend));
  return app;
}

// Where this file is run, not where it is imported.
if (process.argv[1] === import.meta.filename) {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar', PORT = '3001' } = process.env;
  const backend = createAvatarBackend({ baseUrl: AVATAR_BASE_URL, defaults: { avatarId: AVATAR_ID } });
  createApp(backend).listen(Number(PORT), (error) => {
    if (error) throw error;
    console.log(`http://localhost:${PORT}/api/avatar/session`);
  });

  // Open sessions cost money: they are ended before the process goes.
  const stop = (): void => void backend.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
