import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** The tags by which a page loads ahead what a start needs. */
export const PRELOAD_FILE = 'preload.html';

/**
 * Writes the tags for a page's head, whose names change with each build.
 * @param files Those that this build makes, or that were made into the same folder before.
 */
export function preloadTags(files: readonly string[]): Plugin {
  let folder = '';
  return {
    name: 'preload-tags',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    generateBundle(_options, bundle) {
      for (const file of files)
        if (!(file in bundle) && !existsSync(join(folder, file))) throw new Error(`${file} was not built`);
      const source = files.map((file) => `<link rel="modulepreload" href="${file}" />\n`).join('');
      this.emitFile({ type: 'asset', fileName: PRELOAD_FILE, source });
    },
  };
}
