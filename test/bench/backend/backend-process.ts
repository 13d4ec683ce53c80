import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';

import {
  createAvatarBackend,
  createLogger,
  DEFAULT_LIMITS,
  type AvatarBackend,
  type AvatarStore,
} from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import { startProfile, stopProfile, type ProfiledFunction } from './cpu-profile.js';
import { processorMs } from './processor-time.js';

export interface BackendStart {
  /** Of the Control API behind it. */
  baseUrl: string;
  /** `redis://…`; undefined keeps everything in the process. */
  store: string | undefined;
}

/** In bytes, of what is left when the garbage is collected. */
export interface Memory {
  rss: number;
  heap: number;
}

export type BackendMethods = Readonly<{
  /** Gives the URL at which sessions are opened. */
  start: { params: BackendStart; result: string };
  memory: { params: undefined; result: Memory };
  processorMs: { params: undefined; result: number };
  countSessions: { params: undefined; result: number };
  /** How long a sweep takes that finds nothing to end, in milliseconds. */
  sweepMs: { params: undefined; result: number };
  startProfile: { params: undefined; result: unknown };
  /** Given how many functions to tell of. */
  stopProfile: { params: number; result: ProfiledFunction[] };
  close: { params: undefined; result: unknown };
}>;

// What --expose-gc does at the start; it holds for contexts that are made from then on.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let backend: AvatarBackend | undefined;

serveParent<BackendMethods>({
  start: async ({ baseUrl, store }) => {
    // High, but limits all the same: what counts calls and sessions is part of what is measured.
    const many = Object.fromEntries(Object.keys(DEFAULT_LIMITS.total).map((name) => [name, 1e9]));
    backend = createAvatarBackend({
      ks: 'bench-ks',
      baseUrl,
      defaults: { avatarId: 'maya' },
      limits: { perCaller: many, perAddress: many, total: many },
      logger: createLogger('error'),
      ...(store === undefined ? {} : { store: await openRedis(store) }),
    });
    const server = createServer(toNodeHandler(backend));
    // The clients here keep their connections for longer than the five seconds that a server waits by itself.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/avatar/session`;
  },
  memory: async () => {
    // What one collection finalizes the next one frees, and code that is not used goes after some of them.
    for (let times = 0; times < 8; times++) {
      collectGarbage();
      await sleep(50);
    }
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heap: heapUsed };
  },
  processorMs,
  countSessions: () => backend?.countSessions() ?? NaN,
  sweepMs: async () => {
    const startedAt = performance.now();
    await backend?.sweep();
    return performance.now() - startedAt;
  },
  startProfile,
  stopProfile,
  close: () => backend?.close({ endSessions: true }),
});

/** Loaded where it is asked for alone: the client takes memory of its own. */
async function openRedis(url: string): Promise<AvatarStore> {
  const { createRedisStore } = await import('kaltura-avatar/server/redis');
  return createRedisStore(url);
}
