// Installs Debian packages where that can be done without a question. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** So long a network that answers nothing is waited for, in seconds. */
const PATIENCE = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10', '-o', 'Acquire::Retries=1'];

/** Whether the packages are installed now: needs apt-get, and to be root. */
export function installDebianPackages(...names) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing ${names.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) =>
    spawnSync('apt-get', ['-q', ...PATIENCE, '-o', 'DPkg::Lock::Timeout=60', ...args], { stdio: 'inherit', env })
      .status === 0;
  return run('update') && run('install', '-y', '--no-install-recommends', ...names);
}
