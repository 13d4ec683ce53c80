import { expect, test as base, type Frame, type Page } from 'playwright/test';

import { openStand, type Stand, type StandOptions } from './wild-stand.js';

export { expect };
export { avatar, documentOf, MODULE_SCRIPT, type Stand } from './wild-stand.js';

interface Fixtures {
  /** A site of the test's own. Once its pages are left, no session may be open. */
  openStand: (options?: StandOptions) => Promise<Stand>;
}

export const test = base.extend<Fixtures>({
  openStand: async ({ context }, use) => {
    const stands: Stand[] = [];
    await use(async (options) => {
      const stand = await openStand(options);
      stands.push(stand);
      return stand;
    });
    for (const page of context.pages()) await page.goto('about:blank');
    try {
      for (const stand of stands) await expect.poll(() => stand.openSessions(), { timeout: 8000 }).toBe(0);
    } finally {
      for (const stand of stands) await stand.close();
    }
  },
});

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

export interface Seen {
  /** Code and message of each `avatar-error`. */
  errors: string[];
  states: string[];
  captions: string[];
}

/** What the avatars of a page of `documentOf()` have told. */
export function seenIn(page: Page | Frame): Promise<Seen> {
  return page.evaluate(() => (window as unknown as { seen: Seen }).seen);
}

/** Starts the avatar; resolves to its error's code and message where that fails. */
export function start(page: Page | Frame, selector = 'kaltura-avatar'): Promise<string | undefined> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) =>
      (element as AvatarElement).start().then(
        () => undefined,
        (error: unknown) => {
          const { code, message } = error as Error & { code: string };
          return `${code}: ${message}`;
        },
      ),
    );
}

export function stateOf(page: Page | Frame, selector = 'kaltura-avatar'): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => (element as AvatarElement).state);
}

export async function expectState(page: Page | Frame, state: string, selector = 'kaltura-avatar'): Promise<void> {
  await expect.poll(() => stateOf(page, selector), { timeout: 15_000 }).toBe(state);
}
