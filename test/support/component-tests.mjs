// npm run test:component: every component test, two files side by side; files that fail are run once more, by themselves.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';

import { describeFailedFiles, forgetFailedFiles, readFailureReports } from './failed-files.mjs';

/** A test waits for media about as long as it computes, so that one run by itself leaves a core idle. */
const LANES = 2;

/** More than there are lanes: a lane that is done sooner takes another one. */
const BATCHES = 4;

const run = (...args) =>
  new Promise((resolve) => {
    spawn('npx', ['wtr', ...args], { stdio: 'inherit', shell: process.platform === 'win32' })
      .once('error', () => resolve(1))
      .once('close', (status) => resolve(status ?? 1));
  });

/** Each is run with a browser, a simulator and a backend of its own: what one test does to them, no test of another batch meets. */
function batches() {
  const each = Array.from({ length: BATCHES }, () => ({ files: [], bytes: 0 }));
  // The longest first, each to the batch that has less to do so far.
  for (const { file, bytes } of testFiles().sort((a, b) => b.bytes - a.bytes)) {
    const batch = each.reduce((least, other) => (other.bytes < least.bytes ? other : least));
    batch.files.push(file);
    batch.bytes += bytes;
  }
  return each.map(({ files }) => ['--files', ...files]);
}

async function runAll(waiting) {
  const statuses = [];
  const lane = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) statuses.push(await run(...args));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return statuses;
}

function testFiles() {
  const folder = 'test/component';
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return names.map((name) => ({ file: `${folder}/${name}`, bytes: statSync(`${folder}/${name}`).size }));
}

const wanted = process.argv.slice(2);
forgetFailedFiles();
const statuses = await runAll(wanted.length > 0 ? [wanted] : batches());
const failedRuns = statuses.filter((status) => status !== 0).length;
const reports = readFailureReports();
let hasFailed = failedRuns > 0;
// A run that failed without a word about a file did not come to its end.
if (hasFailed && reports.length === failedRuns) {
  // Real media and real time meet a busy machine here; what fails twice is a fault.
  const failed = reports.flat();
  console.log(`\n${describeFailedFiles(failed)}\nOnce more, by themselves:`);
  forgetFailedFiles();
  hasFailed = (await run('--files', ...failed.map(({ file }) => file))) !== 0;
  if (!hasFailed) console.log(`Passed when run again. ${describeFailedFiles(failed)}`);
}
process.exit(hasFailed ? 1 : 0);
