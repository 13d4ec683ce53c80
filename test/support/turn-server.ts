import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TurnServer } from '../../src/core/protocol.js';
import { findFreePort } from './child-process.js';
import { ensureProgram } from './debian-program.mjs';
import { startSystemServer } from './system-server.js';

const HOST = '127.0.0.1';
const LOGIN = { username: 'visitor', credential: 'turn-secret' };

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
  const close = await startSystemServer({
    ...{ name: `coturn at ${HOST}:${port}`, program, folder },
    args: [
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
    isUp: [() => answersByUdp(port), () => answersByTcp(port)],
  });
  return { by: (transport) => ({ url: `turn:${HOST}:${port}?transport=${transport}`, ...LOGIN }), close };
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
