import KeyvRedis, { type RedisClientType } from '@keyv/redis';
import { Keyv } from 'keyv';

import { createLogger, type Logger } from '../../core/logger.js';
import type { AvatarStore } from './avatar-store.js';
import { connectToRedis } from './redis-connection.js';
import { RedisLeases } from './redis-leases.js';
import { RedisQuotas } from './redis-quotas.js';

export interface RedisStoreOptions {
  /** Default: level `info` to the console. */
  logger?: Logger;
}

/**
 * Keeps everything in a Redis, which several backends share. Needs the package `@keyv/redis`. Connects by itself, and again
 * after an outage; while it lasts, requests are refused at once.
 *
 * @param url `redis://user:password@host:port/database`, or `rediss://…` for TLS.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is not such a URL.
 */
export function createRedisStore(url: string, { logger = createLogger() }: RedisStoreOptions = {}): AvatarStore {
  const { client, close } = connectToRedis(url, logger);
  return {
    isShared: true,
    leases: new RedisLeases(client),
    quotas: new RedisQuotas(client),
    values: (namespace) => valuesIn(client, `kaltura-avatar:${namespace}`),
    ping: async () => {
      await client.ping();
    },
    close,
  };
}

function valuesIn(client: RedisClientType, namespace: string): Keyv {
  const adapter = new RedisValues(client, { namespace, throwOnErrors: true });
  const keyv = new Keyv({ store: adapter, namespace, useKeyPrefix: false, throwOnErrors: true });
  // The client's own listener has told of it.
  keyv.on('error', () => undefined);
  return keyv;
}

/** Leaves the connection to the store: of itself it would open one again that was closed. */
class RedisValues extends KeyvRedis<string> {
  override getClient(): Promise<typeof this.client> {
    return Promise.resolve(this.client);
  }

  override set(key: string, value: string, ttl?: number): Promise<void> {
    // Redis takes whole milliseconds alone.
    return super.set(key, value, ttl === undefined ? ttl : Math.ceil(ttl));
  }
}
