import { text } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';

import { createAvatarBackend } from '../../src/server/backend.js';
import { createLogger } from '../../src/core/logger.js';
import { readSettings } from '../../src/server/standalone/server-settings.js';

// Mints a KS by the environment's secret, and then counts the secret in a snapshot of the heap. It prints what it found.

const backend = createAvatarBackend({
  ...readSettings(process.env).backend,
  logger: createLogger('error'),
  defaults: { avatarId: '5ef4233d6d84715f123115e2' },
});
const opened = await backend.fetch(new Request('https://shop.example.com/session', { method: 'POST' }));
const isOpen = opened.status === 200;
await backend.close();

// Shows that the snapshot holds strings that only this process can have made.
const marker = Buffer.from(`heap-marker-${process.pid}`).toString();
globalThis.gc?.();
const snapshot = await text(getHeapSnapshot());
const { AVATAR_ADMIN_SECRET = '' } = process.env;
const writtenAs = [
  AVATAR_ADMIN_SECRET,
  JSON.stringify(AVATAR_ADMIN_SECRET).slice(1, -1),
  encodeURIComponent(AVATAR_ADMIN_SECRET),
];
const count = writtenAs.reduce((sum, one) => sum + snapshot.split(one).length - 1, 0);
process.stdout.write(
  `${isOpen ? 'opened' : 'refused'}, secret found ${count} times, marker ${snapshot.includes(marker) ? 'found' : 'missing'}`,
);
