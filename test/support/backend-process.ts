// A backend, on a Redis where one is named, in a process of its own: spawned-backend.ts starts it, configured by the environment.
// It prints its URL, then its log. With each line of its standard input it sweeps, and says how many sessions that ended; it goes when the
// input ends.
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

const logger = createLogger('debug');
const backend = createAvatarBackend({
  baseUrl: AVATAR_BASE_URL,
  defaults: { avatarId: 'avatar-1' },
  avatars: 'any',
  visitorCookie: { secret: 'the same secret for all these processes' },
  ...(AVATAR_STORE === '' ? {} : { store: createRedisStore(AVATAR_STORE, { logger }) }),
  onSessionEnd: (end) => console.log(`Told of the end ${JSON.stringify(end)}`),
  limits: JSON.parse(AVATAR_LIMITS) as AvatarLimitsInput,
  logger,
});
const server = createServer(toNodeHandler(backend)).listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`Listens at http://127.0.0.1:${(server.address() as AddressInfo).port}`);

async function sweep(): Promise<void> {
  // What it fails of is in the log.
  console.log(`Swept ${await backend.sweep().catch(() => 0)}`);
}

const input = createInterface(process.stdin);
input.on('line', () => void sweep());
input.on('close', () => process.exit());
