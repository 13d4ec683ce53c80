import KeyvRedis, { createClient, type RedisClientType } from '@keyv/redis';
import { Keyv } from 'keyv';
import { RateLimiterRedis } from 'rate-limiter-flexible';

import { abandonable } from '../../core/abandon.js';
import { AvatarError } from '../../core/errors.js';
import { createLogger, type Logger } from '../../core/logger.js';
import { failureReason } from '../failure-reason.js';
import type { AvatarStore } from './avatar-store.js';
import { RedisLeases } from './redis-leases.js';

export interface RedisStoreOptions {
  /** Default: level `info` to the console. */
  logger?: Logger;
}

/** How long a request waits for the first connection, in milliseconds. */
const CONNECT_WITHIN_MS = 5000;

/** A connection that says nothing for so long, in milliseconds, is given up; pings keep a quiet one from that. */
const SILENT_FOR_MS = 9000;
const PING_EVERY_MS = 3000;

/**
 * Keeps everything in a Redis, which several backends share. Needs the package `@keyv/redis`. Connects by itself, and again
 * after an outage; while it lasts, requests are refused at once.
 *
 * @param url `redis://user:password@host:port/database`, or `rediss://…` for TLS.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is not such a URL.
 */
export function createRedisStore(url: string, { logger = createLogger() }: RedisStoreOptions = {}): AvatarStore {
  const client = createClient({
    url: checkUrl(url),
    // What waits in a queue for Redis to return is said long after the visitor has gone.
    disableOfflineQueue: true,
    pingInterval: PING_EVERY_MS,
    socket: { connectTimeout: CONNECT_WITHIN_MS, socketTimeout: SILENT_FOR_MS, reconnectStrategy: untilReconnect },
  }) as RedisClientType;
  let isDown = false;
  client.on('error', (error: unknown) => {
    if (!isDown) logger.error('The store cannot be reached: check AVATAR_STORE', { reason: failureReason(error) });
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) logger.info('The store is back');
    isDown = false;
  });
  const connected = client.connect();
  connected.catch(() => undefined); // Told to those who wait for it.
  const untilConnected = async (): Promise<RedisClientType> => {
    await abandonable(connected, AbortSignal.timeout(CONNECT_WITHIN_MS));
    return client;
  };
  return {
    isShared: true,
    leases: new RedisLeases(untilConnected),
    values: (namespace) => valuesIn(client, `kaltura-avatar:${namespace}`),
    rateLimiter: ({ name, calls, periodSeconds }) =>
      new RateLimiterRedis({
        storeClient: client,
        useRedisPackage: true,
        keyPrefix: `kaltura-avatar:rate:${name}`,
        points: calls,
        duration: periodSeconds,
      }),
    ping: async () => {
      await (await untilConnected()).ping();
    },
    close: async () => {
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

function valuesIn(client: RedisClientType, namespace: string): Keyv {
  const adapter = new KeyvRedis(client, { namespace, throwOnErrors: true, throwOnConnectError: true });
  const keyv = new Keyv({ store: adapter, namespace, useKeyPrefix: false, throwOnErrors: true });
  // The client's own listener has told of it.
  keyv.on('error', () => undefined);
  return keyv;
}

function untilReconnect(tries: number): number {
  return Math.min(50 * 2 ** tries, 2000) + Math.random() * 100;
}

function checkUrl(url: string): string {
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return url;
  throw new AvatarError(
    'INVALID_CONFIGURATION',
    'The store should be a URL such as redis://localhost:6379 (is AVATAR_STORE set?).',
  );
}
