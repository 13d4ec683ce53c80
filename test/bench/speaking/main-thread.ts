import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';

import { median } from '../../support/median.js';
import { LoadMeter } from '../load-meter.js';
import { TEXTS } from '../speech/texts.js';
import type { Stand } from './stand.js';
import type { Row } from './table.js';

const GOAL_PERCENT = 2;
/** What a longer text may cost beyond a shorter one. */
const FLAT_PERCENT = 0.5;

const LANGUAGES = ['English', 'Chinese', 'Thai'] as const;
const LONG = 5000;
const SHORT = 500;

/** What is compiled and laid out once is not what it goes on to cost, in milliseconds. */
const SETTLING_MS = 2000;
const WINDOW_MS = 4000;
const WINDOWS = 3;

/** The processor time of the page's main thread while a text is heard, long and short, with captions and without. */
export async function measureMainThread(stand: Stand): Promise<Row[]> {
  const rows: Row[] = [];
  for (const language of LANGUAGES) {
    for (const captions of [true, false]) {
      const share = async (length: number): Promise<number[]> =>
        stand.withAvatar({ captions }, (page) => shareWhileSaying(page, textOf(language, length)));
      const [long, short] = [await share(LONG), await share(SHORT)];
      const how = `${language}, ${captions ? 'captions' : 'no captions'}`;
      rows.push(
        {
          profile: 'documented',
          what: `main thread, ${LONG} characters, ${how}`,
          values: long,
          unit: '%',
          goal: GOAL_PERCENT,
          isMedian: true,
        },
        {
          profile: 'documented',
          what: `more than for ${SHORT} characters, ${how}`,
          values: [Math.max(0, median(long) - median(short))],
          unit: '%',
          goal: FLAT_PERCENT,
        },
      );
    }
  }
  return rows;
}

function textOf(language: (typeof LANGUAGES)[number], length: number): string {
  const text = (TEXTS[language] ?? []).join(' ');
  return `${text} `.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** In per cent of a core, in window after window. */
async function shareWhileSaying(page: Page, text: string): Promise<number[]> {
  const meter = await LoadMeter.open(page);
  await page.evaluate((it) => window.beginText(it), text);
  await sleep(SETTLING_MS);
  const shares: number[] = [];
  for (let i = 0; i < WINDOWS; i += 1) {
    shares.push((await meter.during(WINDOW_MS)).mainThread);
  }
  await meter.close();
  return shares;
}
