import type { Browser, Page } from 'playwright';

import { SeededRandom } from '../../support/seeded-random.js';
import type { BenchOptions } from './options.js';
import { openPage, type Stand } from './stand.js';
import { COLD, WAYS, type AnyWay, type ColdWay, type Path } from './ways.js';

/** Milliseconds of all starts that count. */
export type Times = ReadonlyMap<AnyWay, readonly number[]>;

/** A start begins at any point between two frames of the service, whose key frames come when they are asked for. */
const MOST_JITTER_MS = 400;

export interface Runs {
  times: Times;
  failures: number;
}

/** All ways in turns, in another order each round; the first round is thrown away. */
export async function runRounds(
  { rounds, seed, isWanted }: BenchOptions,
  ways: readonly AnyWay[],
  measure: (way: AnyWay) => Promise<number>,
): Promise<Runs> {
  const seeded = new SeededRandom(seed);
  const random = (): number => seeded.next();
  const wanted = ways.filter(isWanted);
  const times = new Map<AnyWay, number[]>(wanted.map((way) => [way, []]));
  let failures = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const way of shuffled(wanted, random)) {
      await new Promise((resolve) => setTimeout(resolve, random() * MOST_JITTER_MS));
      try {
        const ms = await measure(way);
        if (round > 0) times.get(way)?.push(ms);
      } catch (error) {
        console.error(`${way}: ${String(error)}`);
        failures++;
      }
    }
  }
  return { times, failures };
}

/** One page, whose connections to the site and to the service are open already. */
export async function runPath(path: Exclude<Path, 'cold'>, stand: Stand, options: BenchOptions): Promise<Runs> {
  const browser = await stand.launch();
  try {
    const page = await openPage(browser, stand);
    return await runRounds(options, WAYS, (way) => measureIn(page, way, path, stand, options.whepUrl));
  } finally {
    await browser.close();
  }
}

export function measureIn(page: Page, way: AnyWay, path: Path, stand: Stand, whepUrl?: string): Promise<number> {
  stand.forgetService();
  const { serviceUrl } = stand;
  const deadTurnUrls = path === 'dead' ? stand.deadTurnUrls : [];
  const told = {
    serviceUrl,
    deadTurnUrls,
    relayOnly: path !== 'direct',
    ...(whepUrl === undefined ? {} : { whepUrl }),
  };
  return page.evaluate(([which, by]) => window.measure(which, by), [way as (typeof WAYS)[number], told] as const);
}

/** A browser of its own for each start: nothing is loaded, connected, compiled or remembered. */
export function runCold(stand: Stand, options: BenchOptions): Promise<Runs> {
  return runRounds(options, Object.keys(COLD) as ColdWay[], async (way) => {
    const browser: Browser = await stand.launch();
    try {
      const page = await browser.newPage();
      await page.goto(`${stand.url}/cold/${COLD[way as ColdWay]}/`);
      return await page.evaluate(() => window.cold);
    } finally {
      await browser.close();
    }
  });
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
