import { setTimeout as sleep } from 'node:timers/promises';

import type { CDPSession, Page } from 'playwright';

/** In per cent of a core. */
export interface Load {
  /** Processor time of the page's main thread. What it spends waiting for others costs nobody anything. */
  mainThread: number;
  /** Of all processes of the browser. */
  browser: number;
}

/** How busy a page keeps its browser. */
export class LoadMeter {
  readonly #page: CDPSession;
  readonly #browser: CDPSession;

  private constructor(page: CDPSession, browser: CDPSession) {
    this.#page = page;
    this.#browser = browser;
  }

  static async open(page: Page): Promise<LoadMeter> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const browser = page.context().browser();
    if (!browser) throw new Error('The page has no browser of its own.');
    return new LoadMeter(devtools, await browser.newBrowserCDPSession());
  }

  async during(ms: number): Promise<Load> {
    const [from, thread, processes] = [performance.now(), await this.#threadSeconds(), await this.#processSeconds()];
    await sleep(ms);
    const [threadAfter, processesAfter] = [await this.#threadSeconds(), await this.#processSeconds()];
    const percent = (before: number, after: number): number =>
      ((after - before) / (performance.now() - from)) * 100_000;
    return { mainThread: percent(thread, threadAfter), browser: percent(processes, processesAfter) };
  }

  async close(): Promise<void> {
    await this.#browser.detach();
  }

  async #threadSeconds(): Promise<number> {
    const { metrics } = await this.#page.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  }

  async #processSeconds(): Promise<number> {
    const { processInfo } = await this.#browser.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }
}
