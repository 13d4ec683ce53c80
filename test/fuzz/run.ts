/**
 * Random sequences of calls, faults and lifecycle events: `npm run test:fuzz -- --runs 1000`.
 *
 * Real Chromium on the real simulator. When a sequence is over and everything was ended, no session may be left in the
 * simulator, no promise unsettled, no peer connection open, nothing uncaught, and every session has to be over for good.
 * A sequence that fails is made as short as it can be, and printed with what plays it again:
 * `npm run test:fuzz -- --seed 7 --path 12:0:3`.
 *
 * `--lanes` (default 4) sequences are played side by side; the lane `n` draws from the seed `seed + n`. Of four seeds two are
 * played on the simulator as it is documented, one on one that answers like the live service, one on one that is like SRS;
 * `--profile` plays all on one of them.
 */
import { parseArgs } from 'node:util';

import fc from 'fast-check';
import { chromium } from 'playwright';

import { bundlePage } from '../support/bundle-page.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { PROFILE_NAMES, type ProfileName } from '../../src/simulator/profiles/profile.js';
import { sequences } from './arbitrary.js';
import { Lane } from './lane.js';
import { formatSequence, type Sequence } from './step.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 30)) },
    path: { type: 'string' },
    profile: { type: 'string' },
    lanes: { type: 'string', default: '4' },
    /** How long a sequence that failed is shortened, in seconds. */
    'shrink-seconds': { type: 'string', default: '180' },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const runs = values.path === undefined ? Number(values.runs) : 1;
const lanes = Math.min(Number(values.lanes), runs);
const shrinkMs = Number(values['shrink-seconds']) * 1000;
const PROFILES: readonly ProfileName[] = ['documented', 'documented', 'live', 'srs'];
const wanted = PROFILE_NAMES.find((name) => name === values.profile);
if (values.profile !== undefined && !wanted) {
  console.error(`There is no profile “${values.profile}”. There are: ${PROFILE_NAMES.join(', ')}.`);
  process.exit(2);
}
console.log(`${runs} sequences, ${lanes} side by side, seed ${seed}${wanted ? `, ${wanted}` : ''}`);

const startedAt = performance.now();
const executablePath = await findChromium();
const browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) });
const scripts = await bundlePage(new URL('page/main.ts', import.meta.url));
let played = 0;
const reports = await Promise.all(
  Array.from({ length: lanes }, (_, index) => {
    const share = Math.floor(runs / lanes) + (index < runs % lanes ? 1 : 0);
    return playLane(seed + index, share);
  }),
);
await browser.close();

const failures = reports.filter((report) => report !== undefined);
for (const failure of failures) console.log(`\n✗ ${failure}`);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\n${failures.length === 0 ? '✓' : '✗'} ${played} sequences, ${failures.length} failures, ${seconds} s`);
process.exit(failures.length === 0 ? 0 : 1);

function profileOf(laneSeed: number): ProfileName {
  return wanted ?? PROFILES[laneSeed % PROFILES.length] ?? 'documented';
}

/** What failed, if anything did. */
async function playLane(laneSeed: number, numRuns: number): Promise<string | undefined> {
  const lane = await Lane.open(browser, scripts, profileOf(laneSeed));
  let shrinkUntil = Infinity;
  const property = fc.asyncProperty(sequences, async (sequence) => {
    // When the time for it is over, nothing shorter counts as a failure any more, which is where fast-check stops.
    if (performance.now() > shrinkUntil) return;
    const problems = await playOne(lane, laneSeed, sequence);
    if (problems.length === 0) return;
    shrinkUntil = Math.min(shrinkUntil, performance.now() + shrinkMs);
    throw new Error(problems.join('\n'));
  });
  try {
    const { path } = values;
    const result = await fc.check(property, {
      seed: laneSeed,
      numRuns,
      // A sequence that is played again is played as it is.
      ...(path === undefined ? {} : { path, endOnFailure: true }),
    });
    return result.failed ? describe(result, laneSeed) : undefined;
  } finally {
    await lane.close();
  }
}

async function playOne(lane: Lane, laneSeed: number, sequence: Sequence): Promise<string[]> {
  const from = performance.now();
  const problems = await lane.play(sequence);
  played += 1;
  if (values.verbose || problems.length > 0) {
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    const outcome = problems.map((problem) => problem.split('\n', 1)[0]).join('; ');
    console.log(`  ${laneSeed}: ${sequence.steps.length} steps, ${seconds} s ${outcome}`);
  } else if (played % 50 === 0) console.log(`  ${played} played`);
  return problems;
}

function describe(result: fc.RunDetails<[Sequence]>, laneSeed: number): string {
  const [sequence] = result.counterexample ?? [];
  return [
    `after ${result.numRuns} sequences, shortened ${result.numShrinks} times; to play it again:`,
    `  npm run test:fuzz -- --seed ${laneSeed} --path ${result.counterexamplePath ?? ''}${wanted ? ` --profile ${wanted}` : ''}`,
    indent(sequence ? formatSequence(sequence) : 'no sequence'),
    indent(result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)),
  ].join('\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
