/**
 * The backend in a server of Node's own. `npm install kaltura-avatar`, then
 * `AVATAR_KS=your-ks AVATAR_ID=your-avatar npx tsx node-http.ts`; pages on the same host find it at `/api/avatar/session`.
 * Without an account: `npx kaltura-avatar-simulator` names the `AVATAR_BASE_URL` to add, and any KS will do.
 */
import { createServer, type Server } from 'node:http';

import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

export function createAvatarServer(backend: AvatarBackend): Server {
  const handleAvatar = toNodeHandler(backend);
  return createServer((request, response) => {
    if (request.url?.startsWith('/api/avatar/')) handleAvatar(request, response);
    else response.writeHead(404).end('Not found');
  });
}

// Where this file is run, not where it is imported.
if (process.argv[1] === import.meta.filename) {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar', PORT = '3001' } = process.env;
  const backend = createAvatarBackend({ baseUrl: AVATAR_BASE_URL, defaults: { avatarId: AVATAR_ID } });
  createAvatarServer(backend).listen(Number(PORT), () => console.log(`http://localhost:${PORT}/api/avatar/session`));

  // Open sessions cost money: they are ended before the process goes.
  const stop = (): void => void backend.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
