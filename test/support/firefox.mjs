// Finds a Firefox for the tests, or installs one.
import { existsSync } from 'node:fs';

import { installDebianPackages } from '../../demo/debian-packages.mjs';

const SYSTEM_PATHS = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** The path of a Firefox: FIREFOX_PATH, the system's; undefined where there is none. */
export function findFirefox() {
  return [process.env.FIREFOX_PATH, ...SYSTEM_PATHS].find((path) => path && existsSync(path));
}

export function ensureFirefox() {
  const found = findFirefox() ?? (installDebianPackages('firefox-esr') ? findFirefox() : undefined);
  if (found) return found;
  throw new Error('This test needs Firefox. Install one and name it: FIREFOX_PATH=/path/to/firefox');
}

/** What every test's Firefox is started with: media on loopback, sound without a click. */
export const FIREFOX_PREFS = {
  'media.peerconnection.ice.loopback': true,
  // Where the page may not use the camera, only the address of the default route is tried, which is never loopback's.
  'permissions.default.camera': 1,
  'media.autoplay.default': 0,
};
