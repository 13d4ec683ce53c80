import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from '@redis/client';

import { endWithTests, findFreePort, stop } from './child-process.js';
import { ensureProgram } from './debian-program.mjs';

const HOST = '127.0.0.1';

export interface RunningRedis {
  /** With its password, where it asks for one. */
  url: string;
  port: number;
  /** Ends it in good order; what it holds is there again after `start()`, at the same URL. */
  stop(): Promise<void>;
  /** Ends it without a warning, and loses nothing either. */
  crash(): Promise<void>;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Leaves its connections open, and answers nothing until `thaw()`: as a network that swallows every packet. */
  freeze(): void;
  thaw(): void;
  /** Makes it so much later for all that it holds, in milliseconds. */
  elapse(ms: number): Promise<void>;
  /** Each of its keys, with the milliseconds until it expires; -1 where it never does. */
  keys(): Promise<Map<string, number>>;
  /** Carries out one command. */
  command(...words: string[]): Promise<unknown>;
  /** Ends it, and deletes what it holds. */
  close(): Promise<void>;
}

/** Whatever looks like a time is put back by so much. */
const ELAPSE = `
local ms = tonumber(ARGV[1])
local function isTime(value) return (tonumber(value) or 0) > 1e12 end
for _, key in ipairs(redis.call('KEYS', '*')) do
  local kind = redis.call('TYPE', key).ok
  local held = kind == 'hash' and redis.call('HGETALL', key) or kind == 'zset' and redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') or {}
  for i = 1, #held, 2 do
    if isTime(held[i + 1]) then
      if kind == 'hash' then redis.call('HSET', key, held[i], held[i + 1] - ms) else redis.call('ZADD', key, held[i + 1] - ms, held[i]) end
    end
  end
  local left = redis.call('PTTL', key)
  if left >= 0 and left <= ms then redis.call('DEL', key) elseif left > ms then redis.call('PEXPIRE', key, left - ms) end
end`;

export interface RedisOptions {
  password?: string;
  /** More for its command line. */
  args?: readonly string[];
  /** The path of the file by which it is a Sentinel, and keeps nothing. */
  configuration?: string;
}

/** A real Redis on loopback that keeps every write. It asks for the password, where there is one. */
export async function startRedis({
  password,
  configuration,
  args: given = [],
}: RedisOptions = {}): Promise<RunningRedis> {
  const program = ensureProgram({
    program: 'redis-server',
    variable: 'REDIS_SERVER_PATH',
    debianPackage: 'redis-server',
  });
  const port = await findFreePort(HOST);
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const args = [
    ...(configuration === undefined ? [] : [configuration, '--sentinel']),
    ...['--bind', HOST, '--port', String(port), '--dir', folder],
    ...(configuration === undefined ? ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''] : []),
    ...(password === undefined ? [] : ['--requirepass', password]),
    ...given,
  ];
  let child: ChildProcess | undefined;
  let release = (): void => undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child) await stop(child, signal);
    release();
    child = undefined;
  };
  const start = async (): Promise<void> => {
    const started = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    release = endWithTests(started);
    await untilReady(started);
  };
  const close = async (): Promise<void> => {
    await end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (cause) {
    await close();
    throw new Error(`Redis did not start at ${HOST}:${port}`, { cause });
  }
  const url = `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}${HOST}:${port}`;
  const command = async (...words: string[]): Promise<unknown> => {
    const client = await createClient({ url }).connect();
    try {
      return await client.sendCommand(words);
    } finally {
      client.destroy();
    }
  };
  return {
    url,
    port,
    stop: () => end('SIGTERM'),
    crash: () => end('SIGKILL'),
    start,
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    command,
    elapse: async (ms) => {
      await command('EVAL', ELAPSE, '0', String(ms));
    },
    keys: async () => {
      const keys = (await command('KEYS', '*')) as string[];
      return new Map(await Promise.all(keys.map(async (key) => [key, Number(await command('PTTL', key))] as const)));
    },
    close,
  };
}

/** Resolves when it says that it takes connections. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const onOutput = (part: Buffer): void => {
      output += part.toString();
      if (/Ready to accept connections|\+monitor master/.test(output)) resolve();
    };
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code ?? 'a signal'}. It said:\n${output}`)));
  });
}
