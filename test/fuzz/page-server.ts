import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { build } from 'vite';

import { toneMp3 } from '../support/tone-mp3.js';

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

export type Scripts = ReadonlyMap<string, string>;

const PAGE = `<!doctype html><title>test</title><link rel="icon" href="data:,"><div id="stage"></div>
<script type="module" src="/page.js"></script>`;

const ignore = (): void => undefined;
/** The faults are made on purpose; nobody needs to read of them. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Serves a page with these scripts, a sound, and a session endpoint that opens sessions of that service. */
export async function servePage(scripts: Scripts, baseUrl: string): Promise<PageServer> {
  const mp3 = Buffer.from(await (await toneMp3(0.3)).arrayBuffer());
  const backend = createAvatarBackend({ ks: 'test-ks', baseUrl, logger: SILENT });
  const handleApi = toNodeHandler(backend);
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? '';
    const script = scripts.get(path);
    if (path.startsWith('api/avatar/')) handleApi(request, response);
    else if (path === 'tone.mp3') response.setHeader('Content-Type', 'audio/mpeg').end(mp3);
    else if (script !== undefined) response.setHeader('Content-Type', 'text/javascript').end(script);
    else response.setHeader('Content-Type', 'text/html').end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The scripts of a page by their file names, made of the sources; `entry` becomes page.js. */
export async function bundlePage(entry: URL): Promise<Scripts> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['kaltura-avatar-source', 'browser', 'module'] },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(entry), formats: ['es'], fileName: () => 'page.js' },
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
