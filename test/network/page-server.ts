import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { startSimulator } from 'kaltura-avatar/simulator';
import { build } from 'vite';

import type { TurnServer } from '../../src/core/protocol.js';

const PAGE = `<!doctype html><title>network</title><link rel="icon" href="data:,">
<div id="stage"></div>
<kaltura-avatar session-endpoint="/api/avatar/session"></kaltura-avatar>
<script type="module" src="/page.js"></script>`;

export interface ServedPage {
  url: string;
  /** How many sessions are open. */
  openSessions(): number;
  close(): Promise<void>;
}

/** A page with an avatar, its backend and an avatar service that names `turn`. */
export async function servePage(turn: TurnServer | null): Promise<ServedPage> {
  const scripts = await (bundling ??= bundlePage());
  const simulator = await startSimulator({ turn });
  const backend = createAvatarBackend({
    ks: 'test-ks',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    logger: createLogger('error'),
  });
  const handleApi = toNodeHandler(backend);
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? '';
    const script = scripts.get(path);
    if (path.startsWith('api/avatar/')) handleApi(request, response);
    else if (script !== undefined) response.setHeader('Content-Type', 'text/javascript').end(script);
    else response.setHeader('Content-Type', 'text/html').end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openSessions: () => simulator.sessions().filter(({ state }) => state !== 'ended').length,
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await simulator.close();
    },
  };
}

let bundling: Promise<Map<string, string>> | undefined;

/** The page's scripts by their file names, made of the sources. */
async function bundlePage(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['kaltura-avatar-source', 'browser', 'module'] },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('page/main.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'page.js',
      },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return new Map(
    outputs.flatMap((each) =>
      'output' in each
        ? each.output.flatMap((file): [string, string][] => (file.type === 'chunk' ? [[file.fileName, file.code]] : []))
        : [],
    ),
  );
}
