import type { Page } from 'playwright';

import type { Stage } from './cell.js';
import type { Slot } from './slot.js';
import { until } from '../support/until.js';

/** What a cell's disturbance works with. */
export function createStage(slot: Slot, page: Page): Stage {
  return {
    live: async () => {
      await page.waitForFunction(() => window.faultPage.state().session === 'READY');
    },
    met: () => until(() => slot.faults.wasMet),
    reload: async () => {
      await page.reload();
    },
    navigate: async () => {
      await page.goto('about:blank');
    },
    close: () => page.close(),
    setOffline: (isOffline) => slot.context.setOffline(isOffline),
    signalMedia: (signal) => {
      const pid = slot.simulator.pids.media;
      if (pid === undefined) throw new Error('The media process does not run.');
      process.kill(pid, signal);
    },
    lost: async () => {
      await page.waitForFunction(() => window.faultPage.state().session !== 'READY');
    },
    unanswered: async (call) => {
      await page.waitForFunction(
        (wanted) => window.faultPage.state().unanswered.some(([name]) => name === wanted),
        call,
      );
    },
    release: () => page.evaluate(() => window.faultPage.release()),
  };
}
