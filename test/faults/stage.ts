import type { Page } from 'playwright';

import type { Stage } from './cell.js';
import type { Setting } from './setting.js';
import type { Slot } from './slot.js';
import { until } from '../support/until.js';

/** What a cell's disturbance works with. */
export function createStage(slot: Slot, page: Page, setting: Setting): Stage {
  const { simulator } = slot.options;
  const { backend } = setting;
  return {
    live: async () => {
      await page.waitForFunction(() => window.faultPage.state().session === 'READY');
    },
    met: () => until(() => setting.wasMet),
    reload: async () => {
      await page.reload();
    },
    navigate: async () => {
      await page.goto('about:blank');
    },
    close: () => page.close(),
    setOffline: (isOffline) => slot.context.setOffline(isOffline),
    signalMedia: (signal) => {
      const pid = simulator.pids.media;
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
    killBackend: async () => backend?.kill(),
    startBackend: async () => backend?.start(),
  };
}
