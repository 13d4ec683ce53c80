/**
 * Every fault in a table: `npm run test:faults -- --only say-text`.
 *
 * Real Chromium on the real simulator. Each cell names the state and the error code that it has to end in; besides, no
 * session may be left in the simulator, no peer connection open, and nothing unhandled. `--only` plays the cells whose
 * name (`column · row`) contains the text, without regard to case. `--profile live` plays those that a service which answers as
 * the live one can have: it is spoken to by recordings there, and its media server is SRS.
 */
import { parseArgs } from 'node:util';

import { chromium } from 'playwright';

import { startSimulator } from 'kaltura-avatar/simulator';

import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { API_CELLS } from './api-cells.js';
import { isOfLiveService, nameOf, TEST_KS, type Cell, type Lane } from './cell.js';
import { LIFECYCLE_CELLS } from './lifecycle-cells.js';
import { MEDIA_CELLS } from './media-cells.js';
import { serveFaultsPage } from './page-server.js';
import { findDeafOrigin } from '../support/page-server.js';
import { formatReport } from './report.js';
import { runCell, type Verdict } from './run-cell.js';
import { Slot } from './slot.js';

/** How many cells are played side by side. */
const WIDTH: Record<Lane, number> = { shared: 5, alone: 1, srs: 1 };
const LANES = Object.keys(WIDTH) as Lane[];

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, profile: { type: 'string', default: 'documented' } },
});
if (values.profile !== 'documented' && values.profile !== 'live') {
  console.error(`There is no profile “${values.profile}”. There are: documented, live.`);
  process.exit(2);
}
const { profile } = values;
const only = values.only.toLowerCase();
const cells = [...API_CELLS, ...MEDIA_CELLS, ...LIFECYCLE_CELLS].filter(
  (cell) => nameOf(cell).toLowerCase().includes(only) && (profile === 'documented' || isOfLiveService(cell)),
);
if (cells.length === 0) {
  console.error(`There is no cell whose name contains “${values.only}”.`);
  process.exit(1);
}

const startedAt = performance.now();
const [shared, alone, srs] = await Promise.all([
  startSimulator({ profile, ks: [TEST_KS] }),
  startSimulator({ profile, ks: [TEST_KS] }),
  startSimulator({ profile: profile === 'live' ? 'live' : 'srs', ks: [TEST_KS] }),
]);
const simulators = { shared, alone, srs };
const page = await serveFaultsPage(shared.baseUrl);
const deafOrigin = await findDeafOrigin();
const executablePath = await findChromium();
const browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) });

const verdicts = (await Promise.all(LANES.map(playLane))).flat();
await browser.close();
await page.close();
const left = LANES.map((lane) => simulators[lane].sessions().filter(({ state }) => state !== 'ended').length);
await Promise.all(LANES.map((lane) => simulators[lane].close()));

verdicts.sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
const failures = verdicts.filter(({ problems }) => problems.length > 0);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\n${formatReport(verdicts)}\n`);
console.log(
  `${verdicts.length - failures.length} of ${verdicts.length} cells as they should be, ` +
    `${left.reduce((sum, each) => sum + each, 0)} sessions left, ${seconds} s`,
);
process.exit(failures.length === 0 && left.every((each) => each === 0) ? 0 : 1);

/** Plays a lane's cells, those that take long first. */
async function playLane(lane: Lane): Promise<Verdict[]> {
  const waiting = cells.filter((cell) => (cell.lane ?? 'shared') === lane);
  waiting.sort((a, b) => Number(takesLong(b)) - Number(takesLong(a)));
  const verdicts: Promise<Verdict>[] = [];
  const work = async (): Promise<void> => {
    const slot = await Slot.open({
      browser,
      simulator: simulators[lane],
      pageUrl: page.url,
      deafOrigin,
      takesText: profile === 'documented',
    });
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      const { verdict } = await runCell(cell, slot);
      verdicts.push(verdict.then(tell));
    }
  };
  await Promise.all(Array.from({ length: Math.min(WIDTH[lane], waiting.length) }, work));
  return Promise.all(verdicts);
}

function takesLong({ faults }: Cell): boolean {
  return faults.some(({ kind }) => kind === 'hang' || kind === 'no-media' || kind === 'drop-media');
}

function tell(verdict: Verdict): Verdict {
  const { cell, seen, problems, seconds } = verdict;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${nameOf(cell)}: ${seen} (${seconds.toFixed(1)} s)`);
  for (const problem of problems) console.log(`    ${problem}`);
  return verdict;
}
