import { setTimeout as sleep } from 'node:timers/promises';

import { LoadMeter } from '../load-meter.js';
import type { Row } from '../speaking/table.js';
import type { Stand } from './stand.js';

const COUNT = 50;
const PAINT_GOAL_MS = 100;
const LOAD_GOAL_PERCENT = 0.1;
const HEAP_GOAL_KB = 10;

/** Until everything is loaded that comes by itself, in milliseconds. */
const SETTLING_MS = 4000;
const WINDOW_MS = 10_000;
/** What garbage of JavaScript held of the browser's own goes in the round after it, and the other way round. */
const COLLECTIONS = 4;

/** What many elements that nobody has started cost a page. */
export async function measureIdle(stand: Stand, rounds: number): Promise<Row[]> {
  const paints: number[] = [];
  const loads: number[] = [];
  const heaps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await stand.withPage(async (page) => {
      const meter = await LoadMeter.open(page);
      const devtools = await page.context().newCDPSession(page);
      const heapKB = async (): Promise<number> => {
        for (let i = 0; i < COLLECTIONS; i++) await devtools.send('HeapProfiler.collectGarbage');
        return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1024;
      };
      paints.push(await page.evaluate((count) => window.showIdle(count), COUNT));
      await sleep(SETTLING_MS);
      loads.push((await meter.during(WINDOW_MS)).mainThread);
      const before = await heapKB();
      // The first ones brought the code along.
      await page.evaluate((count) => window.showIdle(count), COUNT);
      await sleep(SETTLING_MS);
      heaps.push((await heapKB()) - before);
      await meter.close();
    });
  }
  const row = { profile: 'documented', isMedian: true } as const;
  return [
    { ...row, what: `first paint of ${COUNT} idle elements`, values: paints, unit: 'ms', goal: PAINT_GOAL_MS },
    { ...row, what: `main thread of ${COUNT} idle elements`, values: loads, unit: '%', goal: LOAD_GOAL_PERCENT },
    {
      ...row,
      what: 'heap of each idle element',
      values: heaps.map((kB) => kB / COUNT),
      unit: 'kB',
      goal: HEAP_GOAL_KB,
    },
  ];
}
