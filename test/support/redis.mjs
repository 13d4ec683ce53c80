// Finds a Redis for the tests, or installs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installDebianPackages } from './debian-packages.mjs';

/** The path of `redis-server`: REDIS_SERVER_PATH, or where PATH leads; undefined where there is none. */
export function findRedis() {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'));
  return [process.env.REDIS_SERVER_PATH, ...onPath].find((path) => path && existsSync(path));
}

export function ensureRedis() {
  const found = findRedis() ?? (install() ? findRedis() : undefined);
  if (found) return found;
  throw new Error(
    'This test needs Redis. Install it (Debian: redis-server) and name it: REDIS_SERVER_PATH=/path/to/redis-server',
  );
}

function install() {
  // Debian starts the services that it installs: nobody asked for a Redis on the network.
  spawnSync('systemctl', ['--no-ask-password', 'mask', 'redis-server.service'], { stdio: 'ignore' });
  return installDebianPackages('redis-server');
}
