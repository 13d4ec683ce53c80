import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from '../../core/logger.js';
import type { AuditEvent } from '../audit.js';
import { createAvatarBackend } from '../backend.js';
import { toNodeHandler } from '../http/node-handler.js';
import type { AvatarStore } from '../store/avatar-store.js';
import { createMetricsPage } from './metrics-page.js';
import { openHooks } from './server-hooks.js';
import type { ServerSettings } from './server-settings.js';

/** Who sends the head of a request so slowly wants no answer, in milliseconds. */
const HEADERS_WITHIN_MS = 15_000;

/** Longer than proxies keep their connections, which otherwise send into one that is just being closed, in milliseconds. */
const KEEP_CONNECTIONS_MS = 65_000;

export interface RunningServer {
  url: string;
  /** Of the figures, where they have a port of their own. */
  metricsUrl: string | undefined;
  /** The names of the hooks that it has. */
  hooks: readonly string[];
  /** Ends the sessions that are open, and stops listening. Idempotent. */
  close(): Promise<void>;
}

/** Runs a backend on a server of its own. */
export async function serve(settings: ServerSettings, logger: Logger): Promise<RunningServer> {
  const { backend: options, host, port, auditsText } = settings;
  const store = await openStore(settings.store, logger);
  const sink = (event: AuditEvent): void => logger[event.action === 'keep-alive' ? 'debug' : 'info']('audit', event);
  const { hooks, close: closeHooks } = await openHooks(settings.hooks);
  const metrics = settings.metrics && (await createMetricsPage(settings.metrics, logger));
  const backend = createAvatarBackend({
    ...options,
    ...hooks,
    meter: metrics?.meter,
    ...(store ? { store } : {}),
    logger,
    audit: { sink, includeText: auditsText },
  });
  const handler = toNodeHandler(backend);
  const server = createServer({ headersTimeout: HEADERS_WITHIN_MS }, metrics?.before(handler) ?? handler);
  server.keepAliveTimeout = KEEP_CONNECTIONS_MS;
  await listen(server, port, host);
  if (metrics?.server) await listen(metrics.server, settings.metrics?.port ?? 0, host);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // Load balancers look every few seconds: until then they send visitors here, who are served.
    backend.drain();
    if (settings.drainSeconds > 0) await delay(settings.drainSeconds * 1000);
    // Nobody comes any more, and what is being answered is answered to its end.
    const closed = new Promise((resolve) => server.close(resolve));
    await backend.close();
    server.closeAllConnections();
    metrics?.server?.close();
    metrics?.server?.closeAllConnections();
    await Promise.all([closed, closeHooks()]);
  };
  return {
    url: urlOf(server, host),
    hooks: Object.keys(hooks),
    metricsUrl: metrics?.server && `${urlOf(metrics.server, host)}/metrics`,
    close: () => (closing ??= close()),
  };
}

async function openStore(store: string, logger: Logger): Promise<AvatarStore | undefined> {
  if (store === 'memory') return undefined;
  // Only those who share a store need the package that it takes.
  const { createRedisStore } = await import('../store/redis-store.js');
  const opened = createRedisStore(store, { logger });
  await opened.ping();
  return opened;
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
