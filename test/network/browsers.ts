import { chromium } from 'playwright';
import puppeteer from 'puppeteer-core';

import { CHROMIUM_ARGS, ensureChromium } from '../support/chromium.mjs';
import { ensureFirefox, FIREFOX_PREFS } from '../support/firefox.mjs';

export interface OpenPage {
  /** Runs `act` in the page. */
  run<Seen>(act: (text: string) => Promise<Seen>, text?: string): Promise<Seen>;
  close(): Promise<void>;
}

export interface TestBrowser {
  open(url: string): Promise<OpenPage>;
  close(): Promise<void>;
}

export async function launchChromium(): Promise<TestBrowser> {
  const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });
  return {
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return { run: (act, text = '') => page.evaluate(act, text), close: () => page.close() };
    },
    close: () => browser.close(),
  };
}

/** The Firefox that visitors have: Playwright drives a build of its own alone. */
export async function launchFirefox(): Promise<TestBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureFirefox(),
    extraPrefsFirefox: FIREFOX_PREFS,
  });
  return {
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return { run: (act, text = '') => page.evaluate(act, text), close: () => page.close() };
    },
    close: () => browser.close(),
  };
}
