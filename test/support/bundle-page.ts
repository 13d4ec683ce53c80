import { fileURLToPath } from 'node:url';

import { build, type Plugin } from 'vite';

import { ensureSileroWeights } from '../../build/silero-weights.js';

/** Files of a page by their names. */
export type PageFiles = ReadonlyMap<string, string | Buffer>;

/** The scripts of a page by their file names, made of the sources; `entry` becomes page.js. */
export async function bundlePage(
  entry: URL,
  { minify = false, plugins = [] }: { minify?: boolean; plugins?: Plugin[] } = {},
): Promise<PageFiles> {
  ensureSileroWeights();
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins,
    resolve: { conditions: ['kaltura-avatar-source', 'browser', 'module'] },
    build: {
      write: false,
      minify,
      target: 'es2022',
      lib: { entry: fileURLToPath(entry), formats: ['es'], fileName: () => 'page.js' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return new Map(
    outputs.flatMap((each) =>
      'output' in each
        ? each.output.map((file): [string, string | Buffer] => [
            file.fileName,
            file.type === 'chunk' ? file.code : Buffer.from(file.source),
          ])
        : [],
    ),
  );
}
