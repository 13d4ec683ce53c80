import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAvatarBackend } from 'kaltura-avatar/server';

import type { Fetch } from '../../src/core/http.js';
import type { TurnServer } from '../../src/core/protocol.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { SILENT } from '../support/silent.js';
import { spawnBackend, type SpawnedBackend } from '../support/spawned-backend.js';
import { isRouteFault, TEST_KS, type Cell } from './cell.js';
import { astray, callOf, FaultyRoute, spoilt } from './faulty-route.js';

export interface CellBackendOptions {
  /** Of the service. */
  baseUrl: string;
  deafOrigin: string;
  expiredRelay: TurnServer | undefined;
}

/** A backend for the pages of one cell, so that what it remembers of a fault reaches no other. */
export interface CellBackend {
  /** Where it listens. */
  readonly url: string;
  readonly route: FaultyRoute;
  kill(): Promise<void>;
  /** Starts it again after {@link kill}. */
  start(): Promise<void>;
  /** Ends the sessions that it has left, too. */
  close(): Promise<void>;
}

export function openCellBackend(cell: Cell, options: CellBackendOptions): Promise<CellBackend> {
  return cell.hasProcess ? openProcess(options) : openHere(cell, options);
}

async function openHere(
  { source, faults, serviceTimeoutMs }: Cell,
  { baseUrl, deafOrigin, expiredRelay }: CellBackendOptions,
): Promise<CellBackend> {
  const own = faults.filter(isRouteFault).filter((fault) => fault.of === 'backend');
  const route = new FaultyRoute(own);
  const faultyFetch: Fetch = async (input, init) => {
    const call = callOf(new URL(input), init.method);
    const effect = call && route.take(call);
    const response = await fetch(effect?.kind === 'refused' ? astray(input, deafOrigin) : input, init);
    return spoilt(response, effect, expiredRelay);
  };
  const backend = createAvatarBackend({
    ks: TEST_KS,
    baseUrl,
    exposeToken: source === 'endpoint',
    avatars: 'any',
    voices: 'any',
    limits: NO_LIMITS,
    logger: SILENT,
    timeoutMs: serviceTimeoutMs,
    ...(own.length > 0 ? { fetch: faultyFetch } : {}),
  });
  const server = createServer(toNodeHandler(backend)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('This backend is no process: the cell needs hasProcess.'));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    route,
    kill: refuse,
    start: refuse,
    close: async () => {
      await backend.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function openProcess({ baseUrl }: CellBackendOptions): Promise<CellBackend> {
  const spawn = (): Promise<SpawnedBackend> => spawnBackend({ ks: TEST_KS, baseUrl });
  let backend = await spawn();
  return {
    get url() {
      return backend.url;
    },
    route: new FaultyRoute([]),
    kill: () => backend.kill(),
    start: async () => {
      backend = await spawn();
    },
    close: () => backend.kill(),
  };
}
