import { createClient, type RedisClientType } from '@keyv/redis';

import { abandonable } from '../../core/abandon.js';
import { AvatarError } from '../../core/errors.js';
import type { Logger } from '../../core/logger.js';
import { failureReason } from '../failure-reason.js';

export interface RedisConnection {
  /**
   * Its commands wait for the first try to connect, and no longer; those that are not answered in time reject, and the
   * connection is made anew.
   */
  client: RedisClientType;
  /** Idempotent. */
  close: () => Promise<void>;
}

/** How long a command waits for its answer, and the connection to come about, in milliseconds. */
const ANSWER_WITHIN_MS = 5000;

/** A connection that says nothing for so long, in milliseconds, is given up; pings keep a quiet one from that. */
const SILENT_FOR_MS = 9000;
const PING_EVERY_MS = 3000;

/** What the store asks for. */
const COMMANDS: ReadonlySet<string | symbol> = new Set<keyof RedisClientType>([
  ...(['get', 'set', 'unlink', 'eval', 'ping'] as const),
  ...(['zAdd', 'zRem', 'zRange', 'zCount'] as const),
]);

/**
 * Connects by itself, and again after an outage, until it is closed.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is not the URL of a Redis.
 */
export function connectToRedis(url: string, logger: Logger): RedisConnection {
  let isDown = false;
  let closing: Promise<void> | undefined;
  const client = createClientFor(url, (tries) => (closing ? false : untilReconnect(tries)));

  const onLost = (error: unknown): void => {
    if (closing) return;
    if (!isDown) logger.error('The store cannot be reached: check AVATAR_STORE', { reason: failureReason(error) });
    isDown = true;
  };
  client.on('error', onLost);
  client.on('ready', () => {
    // Closed while it was connecting, which cannot be called off.
    if (closing) client.destroy();
    else if (isDown) logger.info('The store is back');
    isDown = false;
  });
  const connect = (): void => void client.connect().catch(() => undefined); // Its listeners are told.
  const tried = new Promise<void>((resolve) => {
    for (const outcome of ['ready', 'error']) client.once(outcome, () => resolve());
  });
  connect();

  const inTime = async (command: () => Promise<unknown>): Promise<unknown> => {
    const timeUp = AbortSignal.timeout(ANSWER_WITHIN_MS);
    try {
      await abandonable(tried, timeUp);
      return await abandonable(command(), timeUp);
    } catch (error) {
      // What is still sent keeps a dead connection from looking silent: who waited in vain gives it up.
      if (timeUp.aborted && client.isReady) {
        onLost(new Error(`It did not answer within ${ANSWER_WITHIN_MS / 1000} s`, { cause: error }));
        client.destroy();
        connect();
      }
      throw error;
    }
  };

  const close = async (): Promise<void> => {
    // It is answered after everything that was asked before.
    if (client.isReady) await abandonable(client.ping(), AbortSignal.timeout(ANSWER_WITHIN_MS)).catch(() => undefined);
    if (client.isReady) client.destroy();
  };

  return { client: withCommands(client, inTime), close: () => (closing ??= close()) };
}

/** The same client, whose commands are carried out by `run`. */
function withCommands(
  client: RedisClientType,
  run: (command: () => Promise<unknown>) => Promise<unknown>,
): RedisClientType {
  return new Proxy(client, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || !COMMANDS.has(name)) return value;
      return (...given: unknown[]) => run(() => Reflect.apply(value, target, given) as Promise<unknown>);
    },
  });
}

function createClientFor(url: string, reconnectStrategy: (tries: number) => number | false): RedisClientType {
  try {
    if (!/^rediss?:$/.test(new URL(url).protocol)) throw new Error('another protocol');
    return createClient({
      url,
      // What waits in a queue for Redis to return is said long after the visitor has gone.
      disableOfflineQueue: true,
      pingInterval: PING_EVERY_MS,
      socket: { connectTimeout: ANSWER_WITHIN_MS, socketTimeout: SILENT_FOR_MS, reconnectStrategy },
    });
  } catch {
    // Not as its cause: some errors quote the URL, and with it the password.
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'The store should be a URL such as redis://localhost:6379 (is AVATAR_STORE set?).',
    );
  }
}

function untilReconnect(tries: number): number {
  return Math.min(50 * 2 ** tries, 2000) + Math.random() * 100;
}
