// Finds a server that tests run on, or installs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installDebianPackages } from '../../demo/debian-packages.mjs';

/**
 * The path of a program: what the variable names, or where PATH leads, or where its Debian package has put it.
 * @param {{ program: string, variable: string, debianPackage: string }} wanted
 */
export function ensureProgram({ program, variable, debianPackage }) {
  const find = () => {
    const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
    return [process.env[variable], ...onPath].find((path) => path && existsSync(path));
  };
  const found = find() ?? (install(debianPackage) ? find() : undefined);
  if (found) return found;
  throw new Error(
    `This test needs ${program}. Install it (Debian: ${debianPackage}) and name it: ${variable}=/path/to/${program}`,
  );
}

function install(debianPackage) {
  // Debian starts the services that it installs: nobody asked for one on the network.
  spawnSync('systemctl', ['--no-ask-password', 'mask', `${debianPackage}.service`], { stdio: 'ignore' });
  return installDebianPackages(debianPackage);
}
