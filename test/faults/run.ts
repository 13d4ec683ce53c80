/**
 * Every fault in a table: `npm run test:faults -- --only say-text`.
 *
 * Real Chromium on the real simulator. Each cell names the state and the error code that it has to end in; besides, no
 * session may be left in the simulator, no peer connection open, and nothing unhandled. `--only` plays the cells whose
 * name (`column · row`) contains the text, without regard to case. `--profile live` plays those that a service which answers as
 * the live one can have: it is spoken to by recordings there, and its media server is SRS.
 *
 * Cells have limits in time, which a busy machine may exceed: what fails is played once more, alone, and has to be right then.
 */
import { parseArgs } from 'node:util';

import { chromium } from 'playwright';

import { startSimulator } from 'kaltura-avatar/simulator';

import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { API_CELLS } from './api-cells.js';
import { BACKEND_CELLS } from './backend-cells.js';
import { isOfLiveService, nameOf, TEST_KS, type Cell, type Lane } from './cell.js';
import { LIFECYCLE_CELLS } from './lifecycle-cells.js';
import { MEDIA_CELLS } from './media-cells.js';
import { findLeftovers } from './leftovers.js';
import { serveFaultsPage } from './page-server.js';
import { findDeafOrigin } from '../support/page-server.js';
import { startTurnServer } from '../support/turn-server.js';
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
const cells = [...API_CELLS, ...MEDIA_CELLS, ...BACKEND_CELLS, ...LIFECYCLE_CELLS].filter(
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
const page = await serveFaultsPage();
const relay = cells.some(({ faults }) => faults.some(({ kind }) => kind === 'expired-relay'))
  ? await startTurnServer()
  : undefined;
const deafOrigin = await findDeafOrigin();
const executablePath = await findChromium();
const browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) });

const first = (await Promise.all(LANES.map(playLane))).flat();
const again = await playAgain(first.filter(isFailure).map(({ cell }) => cell));
const verdicts = first.map((verdict) => again.get(verdict.cell) ?? verdict);
await browser.close();
await Promise.all([page.close(), relay?.close()]);
const left = await findLeftovers(Object.values(simulators));
await Promise.all(LANES.map((lane) => simulators[lane].close()));

verdicts.sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
const failures = verdicts.filter(isFailure);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\n${formatReport(verdicts)}\n`);
console.log(
  `${verdicts.length - failures.length} of ${verdicts.length} cells as they should be, ` +
    `${again.size} of them played again, left in the service: ${left.join('; ') || 'nothing'}, ${seconds} s`,
);
process.exit(failures.length + left.length === 0 ? 0 : 1);

/** Plays a lane's cells, those that take long first. */
async function playLane(lane: Lane): Promise<Verdict[]> {
  const waiting = cells.filter((cell) => (cell.lane ?? 'shared') === lane);
  waiting.sort((a, b) => length(b) - length(a));
  const verdicts: Promise<Verdict>[] = [];
  const work = async (): Promise<void> => {
    const slot = await openSlot(lane);
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      const { verdict } = await runCell(cell, slot);
      verdicts.push(verdict.then(tell));
    }
  };
  await Promise.all(Array.from({ length: Math.min(WIDTH[lane], waiting.length) }, work));
  return Promise.all(verdicts);
}

async function playAgain(failed: readonly Cell[]): Promise<Map<Cell, Verdict>> {
  const verdicts = new Map<Cell, Verdict>();
  for (const cell of failed) {
    const { verdict } = await runCell(cell, await openSlot(cell.lane ?? 'shared'));
    verdicts.set(cell, tell(await verdict));
  }
  return verdicts;
}

function openSlot(lane: Lane): Promise<Slot> {
  return Slot.open({
    browser,
    simulator: simulators[lane],
    page,
    deafOrigin,
    takesText: profile === 'documented',
    expiredRelay: relay && { ...relay.by('udp'), credential: 'of yesterday' },
  });
}

function isFailure({ problems }: Verdict): boolean {
  return problems.length > 0;
}

/** 2: it takes the service half a minute to find out; 1: it has limits in time; 0: it is over at once. */
function length({ faults, expected }: Cell): number {
  if (expected.expires) return 2;
  return Number(faults.some(({ kind }) => kind === 'hang' || kind === 'no-media' || kind === 'drop-media'));
}

function tell(verdict: Verdict): Verdict {
  const { cell, seen, problems, seconds } = verdict;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${nameOf(cell)}: ${seen} (${seconds.toFixed(1)} s)`);
  for (const problem of problems) console.log(`    ${problem}`);
  return verdict;
}
