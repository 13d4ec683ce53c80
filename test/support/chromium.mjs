// Finds a Chromium for the tests, or installs one. Needs nothing but Node, so that it runs before everything else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium: CHROME_PATH, Playwright's own, the system's; undefined where there is none. */
export async function findChromium() {
  const { chromium } = await import('playwright');
  return [process.env.CHROME_PATH, chromium.executablePath(), ...SYSTEM_PATHS].find((path) => path && existsSync(path));
}

export async function ensureChromium() {
  const found = (await findChromium()) ?? (install() ? await findChromium() : undefined);
  if (found) return found;
  console.error('The tests need Chromium. Install one and name it: CHROME_PATH=/path/to/chrome npm test');
  process.exit(1);
}

/** What every test's browser is started with: no calls home, media on loopback, sound without a click. */
export const CHROMIUM_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  // Containers run as root, where Chromium's sandbox cannot.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The same, but without sound before a click. */
export const CHROMIUM_ARGS_WITHOUT_SOUND = [
  ...CHROMIUM_ARGS.filter((arg) => !arg.startsWith('--autoplay-policy')),
  '--autoplay-policy=document-user-activation-required',
];

function install() {
  console.log('Installing Chromium …');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const run = (...args) => spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0;
    if (run('update') && run('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')) return true;
  }
  return spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' }).status === 0;
}
