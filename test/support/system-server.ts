import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { endWithTests, stop } from './child-process.js';

const STARTS_WITHIN_MS = 10_000;
const POLL_MS = 25;

export interface SystemServerOptions {
  /** As it is called in errors, with where it listens. */
  name: string;
  program: string;
  args: readonly string[];
  /** Holds all of its files, and goes with it. */
  folder: string;
  /** Each is asked until it is so. */
  isUp: readonly (() => Promise<boolean>)[];
}

/**
 * Starts a server of the system's packages. Resolves once it is up, to what ends it and deletes its files.
 * @throws {Error} It did not start; the message has what it said.
 */
export async function startSystemServer({
  name,
  program,
  args,
  folder,
  isUp,
}: SystemServerOptions): Promise<() => Promise<void>> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const release = endWithTests(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code ?? 'a signal'}.`)));
  });
  gone.catch(() => undefined); // It ends one day in any case.
  const untilUp = async (): Promise<void> => {
    const signal = AbortSignal.timeout(STARTS_WITHIN_MS);
    for (const isSo of isUp) while (!(await isSo())) await delay(POLL_MS, undefined, { signal });
  };
  const close = async (): Promise<void> => {
    release();
    await stop(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([untilUp(), gone]);
  } catch (cause) {
    await close();
    throw new Error(`${name} did not start. It said:\n${output}`, { cause });
  }
  return close;
}
