#!/usr/bin/env node
import { AvatarControl } from './avatar-control.js';
import { failureReason } from './failure-reason.js';
import { CATALOGUE_LISTS, listCatalogue, type CatalogueList } from './standalone/list-catalogue.js';
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
  logger.info('Listening', { url: server.url, ...metricsUrl, store: settings.store === 'memory' ? 'memory' : 'redis' });
  const leave = (signal: string): void => {
    // Who asks twice does not want to wait.
    process.once(signal, () => process.exit(1));
    logger.info('Shutting down', { signal });
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', () => leave('SIGINT'));
  process.once('SIGTERM', () => leave('SIGTERM'));
}

const [command, ...flags] = process.argv.slice(2);
const list = CATALOGUE_LISTS.find((name) => name === command);
const isKnown = command === undefined || (list !== undefined && flags.every((flag) => flag === '--json'));
if (!isKnown) {
  process.stdout.write(USAGE);
  process.exit(command === '--help' ? 0 : MISUSED);
}
try {
  await (list ? printCatalogue(list, flags.length > 0) : runServer());
} catch (error) {
  process.stderr.write(`kaltura-avatar-server failed. ${failureReason(error)}\n`);
  process.stderr.write('Run kaltura-avatar-server --help for what it takes.\n');
  process.exit(MISUSED);
}
