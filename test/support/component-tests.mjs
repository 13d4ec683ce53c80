// npm run test:component: every component test, in two halves side by side; files that fail are run once more, by themselves.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';

import { describeFailedFiles, forgetFailedFiles, readFailureReports } from './failed-files.mjs';

/** A test waits for media about as long as it computes, so that one run by itself leaves a core idle. */
const HALVES = 2;

const run = (...args) =>
  new Promise((resolve) => {
    spawn('npx', ['wtr', ...args], { stdio: 'inherit', shell: process.platform === 'win32' })
      .once('error', () => resolve(1))
      .once('close', (status) => resolve(status ?? 1));
  });

/** Each with a browser, a simulator and a backend of its own: what one test does to them, no test of the other half meets. */
function halves() {
  const each = Array.from({ length: HALVES }, () => ({ files: [], bytes: 0 }));
  // The longest first, each to the half that has less to do so far.
  for (const { file, bytes } of testFiles().sort((a, b) => b.bytes - a.bytes)) {
    const half = each.reduce((least, other) => (other.bytes < least.bytes ? other : least));
    half.files.push(file);
    half.bytes += bytes;
  }
  return each.map(({ files }) => ['--files', ...files]);
}

function testFiles() {
  const folder = 'test/component';
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return names.map((name) => ({ file: `${folder}/${name}`, bytes: statSync(`${folder}/${name}`).size }));
}

const wanted = process.argv.slice(2);
forgetFailedFiles();
const statuses = await Promise.all((wanted.length > 0 ? [wanted] : halves()).map((args) => run(...args)));
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
