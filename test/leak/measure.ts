import type { CDPSession, Page } from 'playwright';

import { nativeBytesOf, takeInventory, type Inventory } from './heap-snapshot.js';
import type { Survivors } from './page/main.js';

/** What a page uses after a garbage collection. */
export interface Measure extends Survivors {
  cycle: number;
  /** Of JavaScript. */
  heapKB: number;
  /** Of the browser's own objects. */
  nativeKB: number;
  nodes: number;
  listeners: number;
  inventory: Inventory;
}

/** What garbage of JavaScript held of the browser's own goes in the round after it, and the other way round. */
const COLLECTIONS = 4;

export async function measure(page: Page, devtools: CDPSession, cycle: number): Promise<Measure> {
  await page.evaluate(() => window.leakPage.quiet());
  for (let collected = 0; collected < COLLECTIONS; collected++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const survivors = await page.evaluate(() => window.leakPage.survivors());
  const inventory = await takeInventory(devtools);
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? NaN;
  return {
    cycle,
    heapKB: Math.round(usedSize / 1024),
    nativeKB: Math.round(nativeBytesOf(inventory) / 1024),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    ...survivors,
    inventory,
  };
}
