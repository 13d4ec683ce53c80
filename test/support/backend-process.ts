// A backend on a Redis, in a process of its own: spawned-backend.ts starts it, configured by the environment. It prints its
// URL, then its log. Its standard input tells it how far its clock is ahead, in milliseconds, and it then says what a sweep
// ended; it goes when the input ends.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

import { createLogger } from '../../src/core/logger.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';

const { AVATAR_BASE_URL, AVATAR_STORE = '', AVATAR_LIMITS = '{}' } = process.env;

let aheadMs = 0;
const logger = createLogger('debug');
const backend = createAvatarBackend({
  baseUrl: AVATAR_BASE_URL,
  defaults: { avatarId: 'avatar-1' },
  visitorCookie: { secret: 'the same secret for all these processes' },
  store: createRedisStore(AVATAR_STORE, { logger }),
  limits: JSON.parse(AVATAR_LIMITS) as AvatarLimitsInput,
  logger,
  now: () => Date.now() + aheadMs,
});
const server = createServer(toNodeHandler(backend)).listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`Listens at http://127.0.0.1:${(server.address() as AddressInfo).port}`);

for await (const line of createInterface(process.stdin)) {
  aheadMs = Number(line);
  console.log(`Swept ${await backend.sweep()}`);
}
process.exit();
