/**
 * What the element costs a page beyond a bare video: `npm run bench:quiet`, or less of it: `npm run bench:quiet -- --rounds 3 --only live
 * --json quiet.json`.
 *
 * On real media, in one run and in turns: how busy the page's main thread, and the whole browser, is with a live element that shows
 * captions and controls, silent and speaking, and with a video element alone that plays the same; and what 50 elements cost that
 * nobody has started. Ends with 1 where a goal is missed.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { measureIdle } from './quiet/idle.js';
import { measureLive } from './quiet/live.js';
import { openStand } from './quiet/stand.js';
import { isReached, tableOf, type Row } from './speaking/table.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'live,idle' },
    json: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const only = values.only.split(',');

const load = loadavg()[0] ?? NaN;
const stand = await openStand();
const rows: Row[] = [];
if (only.includes('live')) rows.push(...(await measureLive(stand, rounds)));
if (only.includes('idle')) rows.push(...(await measureIdle(stand, rounds)));
await stand.close();

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  chromium: stand.browserVersion,
  rounds,
  /** Of the minute before, when nothing of this was running. */
  load,
};
console.log(
  `${machine.cores} × ${machine.processor}, Node ${machine.node}, Chromium ${machine.chromium}, ${rounds} rounds, load ${load.toFixed(1)}\n`,
);
console.log(tableOf(rows));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
process.exit(rows.every(isReached) ? 0 : 1);
