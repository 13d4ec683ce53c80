import type { Logger } from '../../core/logger.js';
import { failureReason } from '../failure-reason.js';
import { keyOf, luaScript, type RedisScript, type RunScript } from './redis-scripts.js';
import { parseRedisUrl, type ScriptClient } from './redis-target.js';
import type { RedisTls } from './redis-tls.js';

export interface RedisConnection<Name extends string> {
  /** They wait for the first try to connect, and no longer; those that are not answered within 5 s reject. */
  scripts: Readonly<Record<Name, RunScript>>;
  /** Rejects where nothing can be written. */
  assertWritable: () => Promise<void>;
  /** Idempotent. */
  close: () => Promise<void>;
}

/** Redis answered with an error, or could not be asked. */
class RedisError extends Error {
  override readonly name = 'RedisError';
  /** The error's own, such as `READONLY` or `ECONNREFUSED`; logs tell it of causes. */
  readonly code: string;

  constructor(cause: unknown) {
    const { message, code } = cause as { message?: unknown; code?: unknown };
    super(String(message), { cause });
    // Within a script older servers put it behind words of their own.
    this.code = typeof code === 'string' ? code : (/\b[A-Z]{5,}\b/.exec(this.message)?.[0] ?? 'ERR');
  }
}

/** How long a script waits for its answer, and a connection for its first, in milliseconds. */
const ANSWER_WITHIN_MS = 5000;

/** Who answers so takes no writes, or not yet: another connection may lead to the server that does. */
const SOMEWHERE_ELSE: ReadonlySet<string> = new Set(['READONLY', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'NOREPLICAS']);

const WRITE = luaScript(`redis.call('SET', KEYS[1], '1', 'PX', 1000)`);

/**
 * Connects by itself, and again after an outage, until it is closed.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: it is not the URL of a Redis.
 */
export function connectToRedis<Name extends string>(
  url: string,
  scripts: Readonly<Record<Name, RedisScript>>,
  { logger, tls }: { logger: Logger; tls?: RedisTls | undefined },
): RedisConnection<Name> {
  const link = new RedisLink(parseRedisUrl(url, { ...scripts, write: WRITE }, tls), logger);
  const run = (name: Name | 'write'): RunScript => {
    return (keys, values) => link.run((client) => client[name](keys, values));
  };
  const names = Object.keys(scripts) as Name[];
  return {
    scripts: Object.fromEntries(names.map((name) => [name, run(name)])) as Record<Name, RunScript>,
    assertWritable: async () => {
      await run('write')([keyOf('writable')]);
    },
    close: () => link.close(),
  };
}

type Client = ScriptClient<string>;

/** One client at a time: one that is of no use is replaced by another, which may find another server behind the same name. */
class RedisLink {
  readonly #create: () => Client;
  readonly #logger: Logger;
  readonly #tried: Promise<void>;
  #onTried = (): void => undefined;
  #client: Client | undefined;
  /** Undefined while it is up. */
  #outage: RedisError | undefined;
  /** The reasons that have been told in this outage. */
  readonly #told = new Set<string>();
  #tries = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(create: () => Client, logger: Logger) {
    this.#create = create;
    this.#logger = logger;
    this.#tried = new Promise((resolve) => (this.#onTried = resolve));
    void this.#connect();
  }

  async run(command: (client: Client) => Promise<unknown>): Promise<unknown> {
    await this.#tried;
    const client = this.#client;
    if (!client || this.#outage || this.#closing) throw this.#outage ?? new RedisError(new Error('It is closed'));
    const answer = this.#answerOf(client, command);
    this.#underWay.add(answer);
    try {
      return await answer;
    } catch (cause) {
      const error = new RedisError(cause);
      if (SOMEWHERE_ELSE.has(error.code)) this.#lose(client, error);
      throw error;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #connect(): Promise<void> {
    const client = this.#create();
    this.#client = client;
    client.on('error', (error) => this.#lose(client, new RedisError(error)));
    try {
      await this.#answerOf(client, async () => {
        await client.connect();
        // Given up, or closed, while it was connecting, which cannot be called off.
        if (this.#client !== client || this.#closing) drop(client);
        else await client['write']?.([keyOf('writable')]);
      });
      this.#onUp(client);
    } catch (error) {
      this.#lose(client, new RedisError(error));
    }
    this.#onTried();
  }

  #onUp(client: Client): void {
    if (this.#client !== client || this.#closing) return;
    if (this.#outage && this.#told.size > 0) this.#logger.info('The store is back');
    this.#outage = undefined;
    this.#told.clear();
    this.#tries = 0;
  }

  /** @throws {Error} It took too long: the client is given up. */
  #answerOf(client: Client, command: (client: Client) => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const silence = new Error(`It did not answer within ${ANSWER_WITHIN_MS / 1000} s`);
        this.#lose(client, new RedisError(silence));
        reject(silence);
      }, ANSWER_WITHIN_MS);
      command(client)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  #lose(client: Client, error: RedisError): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    drop(client);
    if (this.#closing) return;
    this.#outage = error;
    if (!this.#told.has(error.code)) {
      this.#logger.error('The store cannot be used: check AVATAR_STORE', { reason: failureReason(error) });
    }
    this.#told.add(error.code);
    this.#again = setTimeout(() => void this.#connect(), untilReconnect(this.#tries++));
  }

  async #close(): Promise<void> {
    clearTimeout(this.#again);
    await Promise.allSettled(this.#underWay);
    if (this.#client) drop(this.#client);
  }
}

/** Some kinds of clients cannot be dropped before they are connected, and some say so later. */
function drop(client: Client): void {
  void Promise.resolve()
    .then(() => client.destroy())
    .catch(() => undefined);
}

function untilReconnect(tries: number): number {
  return Math.min(50 * 2 ** tries, 2000) + Math.random() * 100;
}
