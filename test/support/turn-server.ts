import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { TurnServer } from '../../src/core/protocol.js';
import { endWithTests, findFreePort, stop } from './child-process.js';
import { ensureProgram } from './debian-program.mjs';

const HOST = '127.0.0.1';
const LOGIN = { username: 'visitor', credential: 'turn-secret' };
const STARTS_WITHIN_MS = 10_000;
const POLL_MS = 25;

export interface RunningTurnServer {
  /** How to reach it from a browser, by that transport. */
  by(transport: 'udp' | 'tcp'): TurnServer;
  close(): Promise<void>;
}

/** A real TURN server (coturn) on loopback that relays to loopback, over UDP and TCP. */
export async function startTurnServer(): Promise<RunningTurnServer> {
  const program = ensureProgram({ program: 'turnserver', variable: 'COTURN_PATH', debianPackage: 'coturn' });
  const port = await findFreePort(HOST);
  const folder = await mkdtemp(join(tmpdir(), 'turn-server-'));
  const child = spawn(
    program,
    [
      '-n', // Not with the machine's own configuration file.
      `--listening-ip=${HOST}`,
      `--relay-ip=${HOST}`,
      `--listening-port=${port}`,
      '--lt-cred-mech',
      `--user=${LOGIN.username}:${LOGIN.credential}`,
      '--realm=avatar.test',
      '--allow-loopback-peers',
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--relay-threads=1',
      '--log-file=stdout',
      `--pidfile=${join(folder, 'pid')}`,
      `--userdb=${join(folder, 'users')}`,
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const release = endWithTests(child);
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  const close = async (): Promise<void> => {
    release();
    await stop(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswering(port, child);
  } catch (cause) {
    await close();
    throw new Error(`coturn did not start at ${HOST}:${port}. It said:\n${output}`, { cause });
  }
  return { by: (transport) => ({ url: `turn:${HOST}:${port}?transport=${transport}`, ...LOGIN }), close };
}

async function untilAnswering(port: number, child: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(STARTS_WITHIN_MS);
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code ?? 'a signal'}.`)));
  });
  gone.catch(() => undefined); // It ends one day in any case.
  const answering = (async () => {
    for (const isAnswering of [answersByUdp, answersByTcp]) {
      while (!(await isAnswering(port))) await delay(POLL_MS, undefined, { signal });
    }
  })();
  await Promise.race([answering, gone]);
}

/** A STUN binding request (RFC 8489, section 5), which is answered to anybody. */
function bindingRequest(): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
}

function answersByUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const settle = (isAnswering: boolean): void => {
      clearTimeout(patience);
      socket.close();
      resolve(isAnswering);
    };
    const patience = setTimeout(settle, 100, false);
    socket.once('message', () => settle(true));
    socket.once('error', () => settle(false));
    socket.send(bindingRequest(), port, HOST);
  });
}

function answersByTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write(bindingRequest()));
    const settle = (isAnswering: boolean): void => {
      socket.destroy();
      resolve(isAnswering);
    };
    socket.setTimeout(100, () => settle(false));
    socket.once('data', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
