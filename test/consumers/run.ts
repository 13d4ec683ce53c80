/**
 * The packed package in projects of others: `npm run test:consumers -- vite-react next`, or all of them.
 *
 * Each project is copied to a fresh folder, gets its packages from the registry and ours from the tarball, is checked by its own
 * type checker, built for production, served, and visited by a real Chromium: the avatar goes live on the simulator, speaks, the
 * page is left, and no session may stay open. A type error, a warning in the page's console or a session too many fails it.
 */
import { chromium } from 'playwright';

import { CHROMIUM_ARGS, ensureChromium } from '../support/chromium.mjs';
import { unpackPackage } from '../support/packed-package.js';
import { formatTable } from '../../src/server/standalone/text-table.js';
import { CONSUMERS } from './consumers.js';
import { COLUMNS, tryConsumer, type Result } from './try-consumer.js';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !CONSUMERS.some((consumer) => consumer.name === name));
if (unknown.length > 0) {
  const known = CONSUMERS.map(({ name }) => name).join(', ');
  console.error(`No such consumer: ${unknown.join(', ')}. There are: ${known}.`);
  process.exit(2);
}

const wanted = CONSUMERS.filter(({ name }) => names.length === 0 || names.includes(name));
const packed = await unpackPackage([]);
const browser = await chromium.launch({ args: CHROMIUM_ARGS, executablePath: await ensureChromium() });
const results: Result[] = [];
for (const consumer of wanted)
  results.push(await tryConsumer(consumer, { ...packed, browser, tell: (line) => console.log(line) }));
await browser.close();
await packed.remove();

const rows = results.map(({ consumer, cells }) => [consumer.name, ...COLUMNS.map((column) => cells[column] ?? '')]);
console.log(`\n${formatTable([['consumer', ...COLUMNS], ...rows])}`);
const failures = results.filter(({ problem }) => problem !== undefined);
for (const { consumer, problem } of failures) console.log(`\n✗ ${consumer.name}: ${problem}`);
process.exit(failures.length === 0 ? 0 : 1);
