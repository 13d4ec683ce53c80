import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

import vue from '@vitejs/plugin-vue';
import { createServer as createVite, defaultClientConditions, type InlineConfig, type ViteDevServer } from 'vite';

/** Where React 18 is, beside the React 19 of all other pages. */
const REACT_18 = '/react-18/';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** The demo's pages, compiled as they are asked for. */
export async function createPages(server: Server): Promise<Pages> {
  // As a middleware, so that Vite leaves the signals alone: sessions have to be ended before the process goes.
  const common: InlineConfig = {
    configFile: false,
    logLevel: 'warn',
    clearScreen: false,
    resolve: { conditions: ['kaltura-avatar-source', ...defaultClientConditions] },
  };
  const vite = await createVite({
    ...common,
    root: path('.'),
    cacheDir: path('../node_modules/.vite'),
    plugins: [vue()],
    // For pages with no script of their own.
    resolve: { ...common.resolve, alias: { '/kaltura-avatar.js': 'kaltura-avatar/define' } },
    server: { middlewareMode: true, hmr: { server } },
  });

  // A Vite resolves each name once, so another React needs another Vite; few ask for it.
  let react18: Promise<ViteDevServer> | undefined;
  const createReact18 = (): Promise<ViteDevServer> =>
    createVite({
      ...common,
      root: path('./react-18'),
      base: REACT_18,
      cacheDir: path('../node_modules/.vite-react-18'),
      resolve: {
        ...common.resolve,
        alias: {
          react: path('./react-18/node_modules/react'),
          'react-dom': path('./react-18/node_modules/react-dom'),
        },
      },
      server: { middlewareMode: true, hmr: { server } },
    });

  return {
    handle(request, response) {
      if (!request.url?.startsWith(REACT_18)) {
        vite.middlewares(request, response);
        return;
      }
      react18 ??= createReact18();
      react18.then(
        ({ middlewares }) => middlewares(request, response),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    },
    async close() {
      await Promise.all([vite.close(), react18?.then((other) => other.close())]);
    },
  };
}
