import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { createAvatarBackend, createLogger } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { build } from 'vite';

import { toneMp3 } from '../support/tone-mp3.js';

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** Serves the page that plays the cells, and a session endpoint that opens sessions of that service. */
export async function servePage(baseUrl: string): Promise<PageServer> {
  const [scripts, tone] = await Promise.all([bundlePage(), toneMp3(0.3)]);
  const mp3 = Buffer.from(await tone.arrayBuffer());
  const backend = createAvatarBackend({ ks: 'test-ks', baseUrl, exposeToken: true, logger: createLogger('error') });
  const handleApi = toNodeHandler(backend);
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? '';
    const script = scripts.get(path);
    if (path.startsWith('api/avatar/')) handleApi(request, response);
    else if (path === 'tone.mp3') response.setHeader('Content-Type', 'audio/mpeg').end(mp3);
    else if (script !== undefined) response.setHeader('Content-Type', 'text/javascript').end(script);
    else {
      response
        .setHeader('Content-Type', 'text/html')
        .end(
          '<!doctype html><title>faults</title><link rel="icon" href="data:,"><div id="stage"></div><script type="module" src="/page.js"></script>',
        );
    }
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

/** The page's script by its file names, made of the sources. */
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

/** An address at which nobody listens: one that was free a moment ago. */
export async function findDeafOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
