import type { Browser } from 'playwright';

import { measureIn } from './runs.js';
import type { ServerMark } from './server-mark.js';
import { openPage, type Stand } from './stand.js';
import { markdownTable } from './table.js';
import { pointsOf, type TraceEvent, type TracePoint } from './trace-points.js';

/** Where the milliseconds of one start went. */
export interface Trace {
  path: 'direct' | 'relay';
  points: TracePoint[];
}

const CATEGORIES = ['blink.user_timing', 'devtools.timeline', 'webrtc', 'media'];

/** Of so many starts the one in the middle is told of. */
const STARTS = 5;

/** Traces starts of our session, not made ready, in a page whose connection to the site is open. */
export async function traceStart(path: Trace['path'], stand: Stand): Promise<Trace> {
  const browser: Browser = await stand.launch();
  const traces: Trace[] = [];
  try {
    const page = await openPage(browser, stand);
    // The first ones load, connect and compile what the others have.
    for (let warm = 0; warm < 2; warm++) await measureIn(page, 'start', path, stand);
    for (let start = 0; start < STARTS; start++) {
      await stand.takeMarks();
      await browser.startTracing(page, { categories: CATEGORIES });
      await measureIn(page, 'start', path, stand);
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      const marks: ServerMark[] = await stand.takeMarks();
      traces.push({ path, points: pointsOf(traceEvents, marks) });
    }
  } finally {
    await browser.close();
  }
  const [middle] = traces.sort((one, other) => totalOf(one) - totalOf(other)).slice((STARTS - 1) / 2);
  if (!middle) throw new Error('Nothing was traced.');
  return middle;
}

const totalOf = ({ points }: Trace): number => points.at(-1)?.atMs ?? NaN;

export function traceTable({ path, points }: Trace): string {
  return markdownTable(
    [`one start, ${path}`, 'done at', 'took'],
    points.map(({ what, atMs, tookMs }) => [
      what,
      `${atMs.toFixed(0)} ms`,
      tookMs === undefined ? 'meanwhile' : `${tookMs.toFixed(1)} ms`,
    ]),
  );
}
