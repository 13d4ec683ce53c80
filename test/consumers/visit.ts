import type { Browser, Page } from 'playwright/test';

import { collectProblems } from '../support/page-problems.js';
import { until } from '../support/until.js';
import type { LoadedScript } from './our-bytes.js';
import type { Site } from './site.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const GREETING = 'Hello!';
const FRAMES = 10;
const LEAVES_WITHIN_MS = 10_000;

export interface Visit {
  /** What the page loaded before anybody had started the avatar, and after. */
  readonly first: readonly LoadedScript[];
  readonly later: readonly LoadedScript[];
}

/**
 * Opens a page, starts its avatar, has it speak by the page's own button, and leaves. Rejects where anything on the way is not as
 * it should be, a warning in the console too.
 */
export async function visit(browser: Browser, path: string, site: Site): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const problems = collectProblems(page);
    const scripts = collectScripts(page);
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    const start = page.locator('kaltura-avatar').getByRole('button', { name: 'Start talking' });
    await start.waitFor();
    const first = await Promise.all(scripts.splice(0));

    try {
      await start.click();
      await page.locator('#state').getByText('live', { exact: true }).waitFor();
      await countFrames(page);
      await page.getByRole('button', { name: 'Say hello' }).click();
      await until(() => site.simulator.sessions().some(({ saidTexts }) => saidTexts.includes(GREETING)));
    } catch (cause) {
      throw new Error([(cause as Error).message, ...problems].join('\n'), { cause });
    }
    const opened = site.simulator.sessions().filter(({ state }) => state !== 'ended').length;
    if (opened !== 1) problems.push(`${opened} sessions were open.`);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const later = await Promise.all(scripts.splice(0));

    await page.goto('about:blank');
    return { first, later };
  } finally {
    await context.close();
  }
}

/** How many sessions are open, once those that were left have had the time to end. */
export async function countSessionsLeft({ simulator }: Site): Promise<number> {
  const count = (): number => simulator.sessions().filter(({ state }) => state !== 'ended').length;
  await until(() => count() === 0, LEAVES_WITHIN_MS).catch(() => undefined);
  return count();
}

/** Resolves once so many frames of the picture have been shown. */
async function countFrames(page: Page): Promise<void> {
  const frames = await page.locator('kaltura-avatar').evaluate(async (element, wanted) => {
    const video = (element as AvatarElement).video;
    if (!video) throw new Error('There is no video.');
    for (let frame = 0; frame < wanted; frame++)
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    return video.videoWidth;
  }, FRAMES);
  if (frames === 0) throw new Error('There is no picture.');
}

/** The scripts that a page loads from now on, each once. */
function collectScripts(page: Page): Promise<LoadedScript>[] {
  const scripts: Promise<LoadedScript>[] = [];
  const seen = new Set<string>();
  page.on('response', (response) => {
    const url = response.url();
    const type = response.headers()['content-type'] ?? '';
    if (!type.includes('javascript') || seen.has(url)) return;
    seen.add(url);
    scripts.push(response.text().then((code) => ({ url, code })));
  });
  return scripts;
}
