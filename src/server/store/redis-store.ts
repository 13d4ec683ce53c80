import { createLogger, type Logger } from '../../core/logger.js';
import type { AvatarStore } from './avatar-store.js';
import { CONVERSATION_SCRIPTS, RedisConversations } from './redis-conversations.js';
import { connectToRedis } from './redis-connection.js';
import { enterRedis, ENTRY_SCRIPTS } from './redis-entry.js';
import { LEASE_SCRIPTS, RedisLeases } from './redis-leases.js';
import { QUEUE_SCRIPTS, RedisQueue } from './redis-queue.js';
import { QUOTA_SCRIPTS, RedisQuotas } from './redis-quotas.js';
import { SESSION_SCRIPTS } from './redis-session-scripts.js';
import { RedisSessions } from './redis-sessions.js';
import type { RedisTls } from './redis-tls.js';

export interface RedisStoreOptions {
  /** Default: level `info` to the console. */
  logger?: Logger | undefined;
  /** For `rediss://`, where the certificate is not signed by an authority that Node.js trusts, or Redis asks for one. */
  tls?: RedisTls | undefined;
}

/**
 * Keeps everything in a Redis (6.2 and later) or Valkey, which several backends share, and goes by its clock. Needs the package
 * `@redis/client`. Connects by itself, and again after an outage or a failover; while that lasts, requests are refused at once.
 *
 * @param url `redis://user:password@host:port/database`, `redis+sentinel://user:password@host:port,host:port/name` for what
 *   Sentinels watch under that name, or `redis+cluster://user:password@host:port,host:port`; `rediss…` instead of `redis…` for TLS.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is not such a URL.
 */
export function createRedisStore(url: string, { logger = createLogger(), tls }: RedisStoreOptions = {}): AvatarStore {
  const all = {
    ...{ ...SESSION_SCRIPTS, ...LEASE_SCRIPTS, ...QUEUE_SCRIPTS },
    ...{ ...QUOTA_SCRIPTS, ...ENTRY_SCRIPTS, ...CONVERSATION_SCRIPTS },
  };
  const { scripts, assertWritable, close } = connectToRedis(url, all, { logger, tls });
  return {
    isShared: true,
    sessions: new RedisSessions(scripts),
    conversations: new RedisConversations(scripts),
    leases: new RedisLeases(scripts),
    queue: new RedisQueue(scripts),
    quotas: new RedisQuotas(scripts),
    enter: (entry) => enterRedis(scripts, entry),
    ping: assertWritable,
    close,
  };
}
