import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { findFreePort } from './child-process.js';

const START = fileURLToPath(new URL('../../demo/start.mjs', import.meta.url));

/** The demo, as `npm start` starts it. */
export interface DemoProcess {
  url: string;
  output: () => string;
  /** Ends it, and gives its exit code. */
  close: () => Promise<number | null>;
}

/**
 * Starts the demo on a port of its own, with these settings of the environment and no others of an avatar service.
 * @throws {Error} It could not start; the message is what it printed.
 */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<DemoProcess> {
  const port = env['PORT'] ?? String(await findFreePort('localhost'));
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AVATAR_'));
  const child = spawn(process.execPath, [START], {
    env: { ...Object.fromEntries(inherited), ...env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const onOutput = (part: Buffer): void => {
      output += part.toString();
      if (output.includes(`http://localhost:${port}`)) resolve();
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    void exited.then(([code]) => reject(new Error(`The demo ended with ${code}: ${output}`)));
  });
  return {
    url: `http://localhost:${port}`,
    output: () => output,
    close: async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}
