#!/usr/bin/env node
import { failureReason } from './failure-reason.js';
import { createJsonLog } from './standalone/json-log.js';
import { serve } from './standalone/serve.js';
import { readSettings, USAGE } from './standalone/server-settings.js';

const MISUSED = 2;

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = createJsonLog(settings.logLevel);
  const server = await serve(settings, logger);
  logger.info('Listening', { url: server.url, store: settings.store === 'memory' ? 'memory' : 'redis' });
  const leave = (signal: string): void => {
    // Who asks twice does not want to wait.
    process.once(signal, () => process.exit(1));
    logger.info('Shutting down', { signal });
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', () => leave('SIGINT'));
  process.once('SIGTERM', () => leave('SIGTERM'));
}

if (process.argv.length > 2) {
  process.stdout.write(USAGE);
  process.exit(process.argv[2] === '--help' ? 0 : MISUSED);
}
try {
  await run();
} catch (error) {
  process.stderr.write(`kaltura-avatar-server could not start. ${failureReason(error)}\n`);
  process.stderr.write('Run kaltura-avatar-server --help for what it takes.\n');
  process.exit(MISUSED);
}
