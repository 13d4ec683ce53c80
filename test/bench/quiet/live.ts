import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';

import { LoadMeter, type Load } from '../load-meter.js';
import type { Row } from '../speaking/table.js';
import { TEXTS } from '../speech/texts.js';
import type { Stand } from './stand.js';

/** In per cent of a core. */
const GOAL_PERCENT = 0.5;

/** What is compiled and laid out once is not what it goes on to cost; the controls go away after 3 s. In milliseconds. */
const SETTLING_MS = 5000;
const WINDOW_MS = 10_000;

const TEXT = (TEXTS['English'] ?? []).join(' ').repeat(3);

const MOMENTS = ['silent', 'speaking'] as const;
const SHOWN = ['bare video', 'element'] as const;

type Shown = (typeof SHOWN)[number];
type Loads = Record<(typeof MOMENTS)[number], Load>;

/** What a live element costs beyond a video alone that plays the same, one after the other, in pages of their own. */
export async function measureLive(stand: Stand, rounds: number): Promise<Row[]> {
  const loads: Record<Shown, Loads[]> = { 'bare video': [], element: [] };
  for (let round = 0; round < rounds; round++) {
    // Each is the first one as often as the other.
    for (const shown of round % 2 === 0 ? SHOWN : SHOWN.toReversed())
      loads[shown].push(await (shown === 'element' ? loadsOfElement(stand) : loadsOfBareVideo(stand)));
  }
  return MOMENTS.flatMap((moment) =>
    (['mainThread', 'browser'] as const).flatMap((of) => {
      const values = (shown: Shown): number[] => loads[shown].map((each) => each[moment][of]);
      const [bare, element] = [values('bare video'), values('element')];
      const where = of === 'mainThread' ? 'main thread' : 'all processes';
      const row = { profile: 'documented', unit: '%', isMedian: true } as const;
      return [
        { ...row, what: `${where}, ${moment}: bare video`, values: bare },
        { ...row, what: `${where}, ${moment}: element`, values: element },
        {
          ...row,
          what: `${where}, ${moment}: more than a bare video`,
          values: element.map((percent, i) => percent - (bare[i] ?? NaN)),
          // Of what other processes do, the element decides nothing.
          ...(of === 'mainThread' ? { goal: GOAL_PERCENT } : {}),
        },
      ];
    }),
  );
}

function loadsOfElement(stand: Stand): Promise<Loads> {
  return stand.withPage(async (page) => {
    await page.evaluate(() => window.playElement());
    return loadsOf(page, () => page.evaluate((text) => window.beginText(text), TEXT));
  });
}

function loadsOfBareVideo(stand: Stand): Promise<Loads> {
  return stand.withSession(({ stream, control }) =>
    stand.withPage(async (page) => {
      await page.evaluate((it) => window.playBare(it), stream);
      return loadsOf(page, () => control.sayText({ text: TEXT, turnId: 'bench', isFinal: true }));
    }),
  );
}

async function loadsOf(page: Page, speak: () => Promise<void>): Promise<Loads> {
  const meter = await LoadMeter.open(page);
  await sleep(SETTLING_MS);
  const silent = await meter.during(WINDOW_MS);
  await speak();
  await sleep(SETTLING_MS);
  const speaking = await meter.during(WINDOW_MS);
  await meter.close();
  return { silent, speaking };
}
