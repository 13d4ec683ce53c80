import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadEnvFile } from 'node:process';
import { fileURLToPath } from 'node:url';

import { startAvatarService } from './avatar-service.js';
import { POCKETSPHINX_PACKAGES } from './ears/find-pocketsphinx.mjs';
import { createPages } from './pages.js';

const HOST = 'localhost';

const envFile = fileURLToPath(new URL('../.env', import.meta.url));
if (existsSync(envFile)) loadEnvFile(envFile);
const { AVATAR_KS, AVATAR_PARTNER_ID, AVATAR_BASE_URL, AVATAR_ID, AVATAR_SIMULATOR, PORT = '5173' } = process.env;

const hasAccount = Boolean(AVATAR_KS) || Boolean(AVATAR_PARTNER_ID);
const service = await startAvatarService({
  hasAccount,
  baseUrl: AVATAR_BASE_URL,
  avatarId: AVATAR_ID,
  profile: AVATAR_SIMULATOR,
}).catch((error: unknown) => {
  console.error(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

/** A page elsewhere may give this machine a name of its own, and would then be of the same origin as the demo and its KS. */
const LOCAL = /^([\w-]+\.)*(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

const server = createServer((request, response) => {
  if (!LOCAL.test(request.headers.host ?? '')) {
    response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    response.end(`The demo answers on this machine alone: open http://${HOST}:${PORT}.`);
    return;
  }
  if (!service.handle(request, response)) pages.handle(request, response);
});

const pages = await createPages(server);

let isStopping = false;
const stop = async (exitCode: number): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  await Promise.all([pages.close(), service.close()]);
  process.exit(exitCode);
};
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

server.on('error', (error) => {
  console.error(`The demo could not start on port ${PORT}: ${error.message}`);
  console.error('Name another one: PORT=8080 npm start');
  void stop(1);
});
server.listen(Number(PORT), HOST, () => {
  const ears = service.listens
    ? 'PocketSphinx writes down English questions here'
    : `by the browser's recognition, if it has one; here with: apt install ${POCKETSPHINX_PACKAGES.join(' ')}`;
  console.log(`\n  kaltura-avatar demo   http://${HOST}:${PORT}\n  on ${service.description}\n  listening: ${ears}\n`);
  if (!hasAccount && !AVATAR_SIMULATOR)
    console.log(
      '  AVATAR_SIMULATOR=live npm start runs it on a service that answers as the live one has been seen to.\n',
    );
});
