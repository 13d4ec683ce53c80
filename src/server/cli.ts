#!/usr/bin/env node
import { AvatarControl } from './avatar-control.js';
import { failureReason } from './failure-reason.js';
import { CATALOGUE_LISTS, listCatalogue, type CatalogueList } from './standalone/list-catalogue.js';
import { printCheck } from './standalone/check/print-check.js';
import { createJsonLog } from './standalone/json-log.js';
import { serve } from './standalone/serve.js';
import { readSettings, USAGE } from './standalone/server-settings.js';

const MISUSED = 2;

async function printCatalogue(list: CatalogueList, asJson: boolean): Promise<void> {
  const { ks, baseUrl, region } = readSettings(process.env).backend;
  const { catalogue } = new AvatarControl({ ks, baseUrl, region });
  process.stdout.write(await listCatalogue(catalogue, list, asJson));
}

async function runServer(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = createJsonLog(settings.logLevel);
  const server = await serve(settings, logger);
  const metricsUrl = server.metricsUrl === undefined ? {} : { metricsUrl: server.metricsUrl };
  const { url, hooks } = server;
  logger.info('Listening', { url, ...metricsUrl, store: settings.store === 'memory' ? 'memory' : 'redis', hooks });
  const leave = (signal: string): void => {
    // Who asks twice does not want to wait.
    process.once(signal, () => process.exit(1));
    logger.info('Shutting down', { signal });
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', () => leave('SIGINT'));
  process.once('SIGTERM', () => leave('SIGTERM'));
}

/** Resolves to the exit code. */
async function runCheck(asJson: boolean): Promise<number> {
  const { ks, baseUrl, region, defaults, avatars } = readSettings(process.env).backend;
  // Its table is all that is to be read.
  const control = new AvatarControl({ ks, baseUrl, region, logger: createJsonLog('error') });
  const write = (text: string): void => void process.stdout.write(text);
  const avatarId = defaults?.avatarId ?? (Array.isArray(avatars) ? (avatars[0] as string | undefined) : undefined);
  const isUsable = await printCheck({ control, avatarId, voiceId: defaults?.voiceId, asJson, write });
  return isUsable ? 0 : 1;
}

const [command, ...flags] = process.argv.slice(2);
const list = CATALOGUE_LISTS.find((name) => name === command);
const takesJson = list !== undefined || command === 'check';
const isKnown = command === undefined || (takesJson && flags.every((flag) => flag === '--json'));
if (!isKnown) {
  process.stdout.write(USAGE);
  process.exit(command === '--help' ? 0 : MISUSED);
}
try {
  if (list) await printCatalogue(list, flags.length > 0);
  // The WebRTC addon keeps the process, and does not like it to end by itself.
  else if (command === 'check') process.exit(await runCheck(flags.length > 0));
  else await runServer();
} catch (error) {
  process.stderr.write(`kaltura-avatar-server failed. ${failureReason(error)}\n`);
  process.stderr.write('Run kaltura-avatar-server --help for what it takes.\n');
  process.exit(MISUSED);
}
