import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findFreePort } from './child-process.js';
import { ensureProgram } from './debian-program.mjs';
import { startSystemServer } from './system-server.js';

const HOST = '127.0.0.1';
const CONFIGURATION = fileURLToPath(new URL('../../docs/deploy/nginx.conf', import.meta.url));

export interface RunningNginx {
  url: string;
  /** Ends it, and deletes what it has written. */
  close(): Promise<void>;
}

/** A real nginx on loopback, configured by `docs/deploy/nginx.conf`, but for where it listens and where the servers are. */
export async function startNginx(serverPorts: readonly number[]): Promise<RunningNginx> {
  const program = ensureProgram({ program: 'nginx', variable: 'NGINX_PATH', debianPackage: 'nginx' });
  const port = await findFreePort(HOST);
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const site = onLoopback(await readFile(CONFIGURATION, 'utf8'), port, serverPorts);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  // What is around the site in the image's own, as far as it matters.
  const main = `pid ${join(folder, 'pid')}; daemon off; worker_processes 1; error_log stderr notice;
    events {} http { access_log off; keepalive_timeout 65; ${temporary.join(' ')} ${site} }`;
  await writeFile(join(folder, 'nginx.conf'), main);
  const close = await startSystemServer({
    ...{ name: `nginx at ${HOST}:${port}`, program, folder },
    args: ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')],
    isUp: [() => isListening(port)],
  });
  return { url: `http://${HOST}:${port}`, close };
}

/** @throws {Error} The configuration is not as it is known here. */
function onLoopback(configuration: string, port: number, serverPorts: readonly number[]): string {
  const replace = (text: string, what: RegExp, by: string): string => {
    if (!what.test(text)) throw new Error(`docs/deploy/nginx.conf has no ${what.source}`);
    return text.replace(what, () => by);
  };
  const [, parameters = ''] = /server avatar:3001 resolve (.*);/.exec(configuration) ?? [];
  const servers = serverPorts.map((each) => `server ${HOST}:${each} ${parameters};`).join('\n');
  const listening = replace(configuration, /listen 8080;/, `listen ${HOST}:${port};`);
  return replace(replace(listening, /^resolver .*;$/m, ''), /server avatar:3001 resolve .*;/, servers);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
