import type { Page } from 'playwright';

import type { Scene, Stage } from './scenes.js';

/** A backend with no place, and a queue in which the visitor stands here. */
async function keepBusy({ page }: Stage, place: number): Promise<void> {
  const headers = { 'Retry-After': '3' };
  await page.route('**/session', (route) =>
    route.fulfill({ status: 429, json: { code: 'CAPACITY', success: false, queue: { length: 2 } } }),
  );
  await page.route('**/queue', (route) =>
    route.fulfill({ headers, json: { success: true, ticket: 'a'.repeat(43), place } }),
  );
}

/** As by a press of the visitor's. */
async function start(page: Page): Promise<void> {
  await page.mouse.click(5, 5);
  await page.evaluate(() =>
    document
      .querySelector('kaltura-avatar')
      ?.start()
      .catch(() => undefined),
  );
}

const untilShown = (page: Page, place: number): Promise<void> =>
  page.locator('kaltura-avatar [part~="queue-place"]', { hasText: String(place) }).waitFor();

/** Visitors who wait for their turn. */
export const QUEUE_SCENES: readonly Scene[] = [
  {
    name: 'queue',
    state: 'error',
    shows: '[part~="queue-leave-button"]',
    attributes: { label: 'Maya' },
    before: (stage) => keepBusy(stage, 3),
    reach: async ({ page }) => {
      await page.evaluate(() => {
        const avatar = document.querySelector('kaltura-avatar');
        if (avatar) avatar.reply = () => 'Yes.';
      });
      await start(page);
      await untilShown(page, 3);
      await page.locator('kaltura-avatar [part~="write-button"]').waitFor();
    },
  },
  {
    name: 'queue-composer',
    state: 'error',
    shows: '[part~="queue-leave-button"]',
    attributes: { composer: '', 'show-transcript': '', controls: '', label: 'Maya' },
    before: (stage) => keepBusy(stage, 12),
    reach: async ({ page }) => {
      await start(page);
      await untilShown(page, 12);
    },
  },
  {
    name: 'queue-text',
    state: 'error',
    shows: '[part~="queue-leave-button"]',
    attributes: { label: 'Maya', composer: '' },
    before: (stage) => keepBusy(stage, 3),
    reach: async ({ page }) => {
      await start(page);
      await untilShown(page, 3);
      await page.evaluate(() => {
        const avatar = document.querySelector('kaltura-avatar');
        if (!avatar) return;
        avatar.reply = () => 'We are open from nine to six, Monday to Saturday.';
        avatar.mode = 'text';
      });
      await page.evaluate(() => document.querySelector('kaltura-avatar')?.send('When do you open?'));
    },
  },
];
