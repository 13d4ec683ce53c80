// npm test: installs what is missing, then runs every check and every test. `npm test -- unit e2e` runs those alone.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { ensurePackages } from '../demo/ensure-packages.mjs';

const STEPS = [
  ['types', ['npm', 'run', '--silent', 'typecheck']],
  ['lint', ['npm', 'run', '--silent', 'lint']],
  ['build', ['npm', 'run', '--silent', 'build']],
  ['unit', ['npm', 'run', '--silent', 'test:unit']],
  ['integration', ['npm', 'run', '--silent', 'test:integration']],
  ['contract', ['npm', 'run', '--silent', 'test:contract']],
  ['chaos', ['npm', 'run', '--silent', 'test:chaos', '--', '--minutes', '0.25', '--seed', '1']],
  ['hostile', ['npm', 'run', '--silent', 'test:hostile', '--', '--quick']],
  ['package', ['npm', 'run', '--silent', 'test:package']],
  ['component', ['npm', 'run', '--silent', 'test:component']],
  ['e2e', ['npm', 'run', '--silent', 'test:e2e']],
  ['wild', ['npm', 'run', '--silent', 'test:wild']],
  ['fuzz', ['npm', 'run', '--silent', 'test:fuzz', '--', '--runs', '12', '--seed', '1']],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${STEPS.map(([step]) => step).join(', ')}.`);
  process.exit(2);
}

ensurePackages();
const { describeFailedFiles, readFailureReports } = await import('./support/failed-files.mjs');
const { ensureChromium } = await import('./support/chromium.mjs');
const chromium = await ensureChromium();
console.log(`Chromium: ${chromium}`);

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What reads the sources alone, beside the steps that need no browser and in the time that they leave; its output is shown
 * once those are through.
 */
const ASIDE = ['types', 'lint'];

const run = async ([step, [command, ...args]]) => {
  const isAside = ASIDE.includes(step);
  if (!isAside) printTitle(step);
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    stdio: isAside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CHROME_PATH: chromium },
  });
  if (isAside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const output = isAside ? Promise.all([text(child.stdout), text(child.stderr)]) : undefined;
  const status = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { step, passed: status === 0, seconds, output: (await output)?.join('') };
};

const printTitle = (step) => console.log(`\n── ${step} ${'─'.repeat(Math.max(0, 70 - step.length))}`);

const steps = STEPS.filter(([step]) => wanted.length === 0 || wanted.includes(step));
const aside = steps.filter(([step]) => ASIDE.includes(step)).map(run);
const results = [];
for (const step of steps.filter(([name]) => !ASIDE.includes(name))) {
  // Browsers and media want both cores.
  if (step[0] === 'component') await Promise.all(aside);
  results.push(await run(step));
}
for (const result of await Promise.all(aside)) {
  printTitle(result.step);
  console.log(result.output);
  results.push(result);
}

console.log('\n── summary ──────────────────────────────────────────────────────────────');
for (const { step, passed, seconds } of results) console.log(`${passed ? '✓' : '✗'} ${step.padEnd(12)} ${seconds} s`);
const failedFiles = results.some(({ step }) => step === 'component') ? readFailureReports().flat() : [];
if (failedFiles.length > 0) console.log(`component: ${describeFailedFiles(failedFiles)}`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`steps: ${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
