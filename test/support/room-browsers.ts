import { chromium } from 'playwright';
import puppeteer from 'puppeteer-core';

import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';
import { ensureFirefox, FIREFOX_PREFS } from './firefox.mjs';

/** A page of a browser that may use the microphone. */
export interface RoomPage {
  /** Runs in the page. */
  run<Value>(act: () => Value | Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** Opens a page in a browser with these variables, which name its speaker and its microphone. */
export type OpenInRoom = (url: string, env: Readonly<Record<string, string>>) => Promise<RoomPage>;

export const openInChromium: OpenInRoom = async (url, env) => {
  const browser = await chromium.launch({
    args: [...CHROMIUM_ARGS, '--use-fake-ui-for-media-stream'],
    executablePath: await ensureChromium(),
    // Without it there is no sound for the echo canceller to know.
    ignoreDefaultArgs: ['--mute-audio'],
    env: variables(env),
  });
  const page = await browser.newPage();
  await page.goto(url);
  return { run: (act) => page.evaluate(act), close: () => browser.close() };
};

/** The Firefox that visitors have: Playwright drives a build of its own alone. */
export const openInFirefox: OpenInRoom = async (url, env) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureFirefox(),
    env: variables(env),
    extraPrefsFirefox: {
      ...FIREFOX_PREFS,
      'permissions.default.microphone': 1,
      'media.autoplay.block-webaudio': false,
    },
  });
  const page = await browser.newPage();
  await page.goto(url);
  return { run: (act) => page.evaluate(act), close: () => browser.close() };
};

function variables(more: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), ...more };
}
