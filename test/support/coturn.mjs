// Finds coturn's TURN server for the tests, or installs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installDebianPackages } from './debian-packages.mjs';

/** The path of `turnserver`: COTURN_PATH, or where PATH leads; undefined where there is none. */
export function findCoturn() {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'turnserver'));
  return [process.env.COTURN_PATH, ...onPath].find((path) => path && existsSync(path));
}

export function ensureCoturn() {
  const found = findCoturn() ?? (install() ? findCoturn() : undefined);
  if (found) return found;
  throw new Error('This test needs coturn. Install it (Debian: coturn) and name it: COTURN_PATH=/path/to/turnserver');
}

function install() {
  // Debian starts the services that it installs: nobody asked for a TURN server on the network.
  spawnSync('systemctl', ['--no-ask-password', 'mask', 'coturn.service'], { stdio: 'ignore' });
  return installDebianPackages('coturn');
}
