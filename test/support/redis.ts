import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endWithTests, findFreePort, stop } from './child-process.js';
import { ensureProgram } from './debian-program.mjs';

const HOST = '127.0.0.1';

export interface RunningRedis {
  /** With its password, where it asks for one. */
  url: string;
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
  /** Ends it, and deletes what it holds. */
  close(): Promise<void>;
}

/** A real Redis on loopback that keeps every write. It asks for the password, where there is one. */
export async function startRedis({ password }: { password?: string } = {}): Promise<RunningRedis> {
  const program = ensureProgram({
    program: 'redis-server',
    variable: 'REDIS_SERVER_PATH',
    debianPackage: 'redis-server',
  });
  const port = await findFreePort(HOST);
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const args = [
    ...['--bind', HOST, '--port', String(port), '--dir', folder],
    ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ...(password === undefined ? [] : ['--requirepass', password]),
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
  return {
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}${HOST}:${port}`,
    stop: () => end('SIGTERM'),
    crash: () => end('SIGKILL'),
    start,
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    close,
  };
}

/** Resolves when it says that it takes connections. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const onOutput = (part: Buffer): void => {
      output += part.toString();
      if (output.includes('Ready to accept connections')) resolve();
    };
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code ?? 'a signal'}. It said:\n${output}`)));
  });
}
