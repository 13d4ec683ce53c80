// npm run test:component: every component test; files that fail are run once more, by themselves.
import { spawnSync } from 'node:child_process';

import { describeFailedFiles, readFailedFiles } from './failed-files.mjs';

const run = (...args) =>
  spawnSync('npx', ['wtr', ...args], { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1;

let status = run(...process.argv.slice(2));
const failed = readFailedFiles();
if (status !== 0 && failed.length > 0) {
  // Real media and real time meet a busy machine here; what fails twice is a fault.
  console.log('\nOnce more, by themselves:');
  status = run('--files', ...failed.map(({ file }) => file));
  if (status === 0) console.log(`Passed when run again. ${describeFailedFiles(failed)}`);
}
process.exit(status);
