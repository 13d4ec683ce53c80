/**
 * How long visitors wait for the avatar: `npm run bench`, or less of it: `npm run bench -- --rounds 5 --paths direct --only start`.
 *
 * In one run, in random order, from the call to the first frame on screen: the sequence of the service's documentation (the
 * backend creates, the page asks for the WHEP URL, a hand-written viewer plays), our session's `connect()`, the same made ready before,
 * and the element's `start()`; and WHEP alone, by hand, by ours and by other clients. `--trace` traces one start of ours and tells where
 * each millisecond went. `--json FILE` writes the figures, `--page docs/performance.md` the page of the
 * documentation, which is the figures and the traces.
 *
 * `--whep URL` plays from a WHEP server of your own, such as SRS or MediaMTX, without distance. It has to take the client's offer, as the
 * drafts of WHEP have asked since 2023. Janus does so from 1.1.4 on; Debian 12 has 1.1.2, whose streaming plugin answers with an offer of
 * its own (`a=setup:actpass`), whatever `janus-whep-server` 1.1.0 before it is sent. No client here can play that: the one by hand and
 * ours fail at once, and eyevinn's gets no frame.
 */
import { writeFile } from 'node:fs/promises';

import { describeMachine, machineLine, pageOf, type Report } from './start/report.js';
import { readOptions } from './start/options.js';
import { measureQuietPage } from './start/quiet-page.js';
import { runCold, runPath } from './start/runs.js';
import { measureSizes, sizesTable } from './start/sizes.js';
import { openStand, ROUND_TRIP_MS } from './start/stand.js';
import { summariesOf, timesTable, type Summary } from './start/table.js';
import { traceStart, traceTable, type Trace } from './start/trace.js';

const options = readOptions(process.argv.slice(2));
const stand = await openStand();
const machine = await describeMachine(stand);
console.log(`${machineLine(machine)}\n`);

const summaries: Summary[] = [];
let failures = 0;
for (const path of options.trace ? [] : options.paths) {
  const runs = path === 'cold' ? await runCold(stand, options) : await runPath(path, stand, options);
  failures += runs.failures;
  summaries.push(...summariesOf(path, runs));
}
const traces: Trace[] = [];
if (options.trace || options.page !== undefined)
  for (const path of ['direct', 'relay'] as const) traces.push(await traceStart(path, stand));
await stand.close();

const sizes = options.trace ? [] : await measureSizes();
const report: Report = {
  machine,
  roundTripMs: ROUND_TRIP_MS,
  rounds: options.rounds,
  failures,
  summaries,
  sizes,
  traces,
};
if (summaries.length > 0) console.log(`${timesTable(summaries)}\n\n${sizesTable(sizes)}\n`);
for (const trace of traces) console.log(`${traceTable(trace)}\n`);
if (failures > 0) console.error(`${failures} starts failed`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.page !== undefined) {
  await writeFile(options.page, pageOf(report, undefined));
  await writeFile(options.page, pageOf(report, await measureQuietPage()));
}
process.exit(failures > 0 ? 1 : 0);
