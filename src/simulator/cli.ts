#!/usr/bin/env node
import { readFile } from 'node:fs/promises';

import { VISUALS } from './catalogue/catalogue.js';
import { parseCliArguments, USAGE, type CliRequest } from './cli-arguments.js';
import { resolveOptions, type SimulatorOptions } from './options.js';
import { startSimulator } from './start-simulator.js';

const MISUSED = 2;

async function run(request: CliRequest): Promise<void> {
  if (request.kind === 'help') process.stdout.write(USAGE);
  else if (request.kind === 'version') process.stdout.write(`${await readVersion()}\n`);
  else await serve(request.options);
}

async function serve(options: SimulatorOptions): Promise<void> {
  const simulator = await startSimulator(options);
  console.log(`Kaltura avatar simulator at ${simulator.url}`);
  console.log(`  Control API  ${simulator.baseUrl}`);
  console.log(`  Status       ${simulator.url}/simulator/status`);
  console.log('');
  console.log('For a backend, in its environment or its file .env:');
  console.log(`AVATAR_BASE_URL=${simulator.baseUrl}`);
  console.log(`AVATAR_KS=${ksFor(options)}`);
  console.log(`AVATAR_ID=${VISUALS[0]?.itemId}`);
  const leave = async (): Promise<never> => {
    await simulator.close();
    return process.exit(0);
  };
  process.once('SIGINT', () => void leave());
  process.once('SIGTERM', () => void leave());
}

/** What create takes, in words. */
function ksFor(options: SimulatorOptions): string {
  const { ks, profile, partner } = resolveOptions(options);
  if (ks) return '<one of --ks>';
  return profile === 'live' ? `<from /api_v3: partner ${partner.id}, admin secret ${partner.adminSecret}>` : 'any';
}

async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return version;
}

try {
  await run(parseCliArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write('Run kaltura-avatar-simulator --help for what it takes.\n');
  process.exit(MISUSED);
}
